#![forbid(unsafe_code)]
//! Which instruction set runs.

use super::lanes::Kernel;
use super::weighted::{self, Weights};
use crate::field::Value;

#[cfg(target_arch = "x86_64")]
use super::{avx2::Avx2, avx512::Avx512};

/// An instruction set that this CPU has.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Machine {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2(Avx2),
    #[cfg(target_arch = "x86_64")]
    Avx512(Avx512),
}

impl Machine {
    /// The best there is. The standard library asks the CPU once and remembers.
    pub fn best() -> Machine {
        #[cfg(test)]
        if let Some(machine) = FORCED.get() {
            return machine;
        }
        #[cfg(target_arch = "x86_64")]
        {
            // A build for tests or measurements may stop at a lesser one.
            if cfg!(not(any(secagg_kernels = "portable", secagg_kernels = "avx2")))
                && let Some(proof) = Avx512::detect()
            {
                return Machine::Avx512(proof);
            }
            if cfg!(not(secagg_kernels = "portable"))
                && let Some(proof) = Avx2::detect()
            {
                return Machine::Avx2(proof);
            }
        }
        Machine::Portable
    }

    pub fn run<K: Kernel>(self, kernel: K) -> K::Output {
        match self {
            Machine::Portable => kernel.run::<u64, 1>(()),
            #[cfg(target_arch = "x86_64")]
            Machine::Avx2(proof) => proof.run(kernel),
            #[cfg(target_arch = "x86_64")]
            Machine::Avx512(proof) => proof.run(kernel),
        }
    }

    pub fn weighted_sum(
        self,
        result: &mut [Value],
        weights: &Weights,
        vectors: &[&[Value]],
        start: usize,
    ) -> bool {
        match self {
            #[cfg(target_arch = "x86_64")]
            Machine::Avx512(proof) => {
                let (by_products, rest) =
                    result.split_at_mut(result.len() / Avx512::LANE_COUNT * Avx512::LANE_COUNT);
                let rest_start = start + by_products.len();
                let sum = weighted::ByProducts { result: by_products, weights, vectors, start };
                proof.weighted_sum(sum) & weighted::weighted_sum(rest, weights, vectors, rest_start)
            }
            _ => weighted::weighted_sum(result, weights, vectors, start),
        }
    }
}

#[cfg(test)]
thread_local! {
    static FORCED: core::cell::Cell<Option<Machine>> = const { core::cell::Cell::new(None) };
}

#[cfg(test)]
impl Machine {
    /// Every one that this CPU has.
    pub fn all() -> Vec<Machine> {
        let mut all = vec![Machine::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            all.extend(Avx2::detect().map(Machine::Avx2));
            all.extend(Avx512::detect().map(Machine::Avx512));
        }
        all
    }

    /// Runs everything that the closure does on this thread with each of them.
    pub fn for_each(mut test: impl FnMut(Machine)) {
        for machine in Machine::all() {
            FORCED.set(Some(machine));
            test(machine);
            FORCED.set(None);
        }
    }
}

#[test]
fn a_build_may_stop_at_a_lesser_one() {
    let best = Machine::best();
    if cfg!(secagg_kernels = "portable") {
        assert!(matches!(best, Machine::Portable));
    }
    #[cfg(target_arch = "x86_64")]
    if cfg!(secagg_kernels = "avx2") {
        assert!(!matches!(best, Machine::Avx512(_)));
    }
}
