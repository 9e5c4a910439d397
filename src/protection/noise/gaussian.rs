#![forbid(unsafe_code)]
//! The discrete Gaussian, drawn exactly.

use super::entropy::Entropy;
use crate::error::{Error, Result};
use crypto_bigint::{U128, U256, U1024};

/// Variances are multiples of 1 / 1024.
const UNITS_PER_ONE: u32 = 1024;

/// Deviations beyond which a number is drawn again: with probability below 2^-70.
const MAX_DEVIATIONS: u32 = 10;

/// A variance above 0 and below 2^244: ten deviations stay below 2^126.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variance {
    units: U256,
}

impl Variance {
    /// numerator / denominator, rounded up to a multiple of 1 / 1024.
    pub fn at_least(numerator: U256, denominator: U256) -> Result<Variance> {
        let wide = numerator.resize::<{ U1024::LIMBS }>();
        let denominator = denominator.resize::<{ U1024::LIMBS }>();
        let Some(divisor) = denominator.to_nz().into_option() else {
            return Err(Error::LimitExceeded);
        };
        let (whole, rest) =
            wide.wrapping_mul(&U1024::from_u32(UNITS_PER_ONE)).div_rem_vartime(&divisor);
        let units = if rest == U1024::ZERO { whole } else { whole.wrapping_add(&U1024::ONE) };
        if units == U1024::ZERO || units.bit_width_vartime() > 254 {
            return Err(Error::LimitExceeded);
        }
        Ok(Variance { units: units.resize() })
    }

    pub fn of_integer(variance: u64) -> Result<Variance> {
        Variance::at_least(U256::from_u64(variance), U256::ONE)
    }
}

/// Numbers k with probability proportional to exp(-k^2 / (2 variance)), as many as asked for, each
/// of magnitude below 2^126. They are secrets: whoever knows one can take it away.
pub struct Gaussian {
    units: U1024,
    /// The scale of the discrete Laplace distribution that is thinned out: floor(deviation) + 1.
    scale: U1024,
    /// 2 variance scale^2, in the units that make it an integer.
    denominator: U1024,
    entropy: Entropy,
}

impl Gaussian {
    pub fn new(variance: Variance) -> Gaussian {
        Gaussian::drawn_from(variance, Entropy::new())
    }

    fn drawn_from(variance: Variance, entropy: Entropy) -> Gaussian {
        let units: U1024 = variance.units.resize();
        let scale = units.shr_vartime(10).floor_sqrt_vartime().wrapping_add(&U1024::ONE);
        // Below 2^(1 + 10 + 254 + 246).
        let denominator = units
            .wrapping_mul(&scale)
            .wrapping_mul(&scale)
            .wrapping_mul(&U1024::from_u32(2 * UNITS_PER_ONE));
        Gaussian { units, scale, denominator, entropy }
    }

    /// The paper's algorithm 3. How long it takes depends on what is drawn.
    pub fn draw(&mut self) -> Result<i128> {
        loop {
            let (magnitude, is_negative) = self.laplace()?;
            // (|y| - variance / scale)^2 / (2 variance), with |y| below 2^800 / (1024 scale) by far.
            let scaled =
                magnitude.wrapping_mul(&self.scale).wrapping_mul(&U1024::from_u32(UNITS_PER_ONE));
            let difference = if scaled > self.units {
                scaled.wrapping_sub(&self.units)
            } else {
                self.units.wrapping_sub(&scaled)
            };
            let numerator = difference.wrapping_mul(&difference);
            if self.entropy.is_chosen_by_exponential(&numerator, &self.denominator)?
                && self.is_within_limit(&magnitude)
            {
                let magnitude = u128::from(magnitude.resize::<{ U128::LIMBS }>());
                let magnitude = i128::try_from(magnitude).map_err(|_| Error::Internal)?;
                return Ok(if is_negative { -magnitude } else { magnitude });
            }
        }
    }

    fn is_within_limit(&self, magnitude: &U1024) -> bool {
        let squared =
            magnitude.wrapping_mul(magnitude).wrapping_mul(&U1024::from_u32(UNITS_PER_ONE));
        squared <= self.units.wrapping_mul(&U1024::from_u32(MAX_DEVIATIONS * MAX_DEVIATIONS))
    }

    /// Magnitude and sign with probability proportional to exp(-|y| / scale) (algorithm 2). A
    /// magnitude of more than 128 scales, of probability below 2^-184, is drawn again: it is beyond
    /// the limit in any case, and the arithmetic need not hold it.
    fn laplace(&mut self) -> Result<(U1024, bool)> {
        loop {
            let rest = self.entropy.below(&self.scale)?;
            if !self.entropy.is_chosen_by_fraction(&rest, &self.scale)? {
                continue;
            }
            let mut whole = 0_u32;
            while whole < 128 && self.entropy.is_chosen_by_fraction(&U1024::ONE, &U1024::ONE)? {
                whole += 1;
            }
            let magnitude = rest.wrapping_add(&self.scale.wrapping_mul(&U1024::from_u32(whole)));
            let is_negative = self.entropy.bit()?;
            let is_second_zero = is_negative && magnitude == U1024::ZERO;
            if whole < 128 && !is_second_zero {
                return Ok((magnitude, is_negative));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variance(numerator: u64, denominator: u64) -> Variance {
        Variance::at_least(U256::from_u64(numerator), U256::from_u64(denominator)).unwrap()
    }

    fn probabilities(variance: f64, reach: i128) -> Vec<f64> {
        let weight = |k: i128| (-((k * k) as f64) / (2.0 * variance)).exp();
        let sum: f64 = (-10_000..=10_000).map(weight).sum();
        (-reach..=reach).map(|k| weight(k) / sum).collect()
    }

    /// Pearson's statistic, standardised, of what was drawn; ends beyond `reach` count as one cell.
    fn standardised_chi_square(drawn: &[i128], expected: &[f64], reach: i128) -> f64 {
        let mut counts = vec![0_u64; expected.len() + 1];
        for &number in drawn {
            let cell =
                if number.abs() <= reach { (number + reach) as usize } else { expected.len() };
            counts[cell] += 1;
        }
        let rest = 1.0 - expected.iter().sum::<f64>();
        let cells = expected.iter().chain([&rest]);
        let statistic: f64 = cells
            .zip(&counts)
            .map(|(probability, &count)| {
                let mean = probability * drawn.len() as f64;
                (count as f64 - mean).powi(2) / mean
            })
            .sum();
        let freedom = expected.len() as f64;
        (statistic - freedom) / (2.0 * freedom).sqrt()
    }

    #[test]
    fn drawn_numbers_are_distributed_as_the_discrete_gaussian() {
        for (numerator, denominator, reach) in [(1, 4, 1), (1, 1, 3), (5, 2, 5), (25, 1, 14)] {
            let mut gaussian = Gaussian::new(variance(numerator, denominator));
            let drawn: Vec<i128> = (0..40_000).map(|_| gaussian.draw().unwrap()).collect();
            let exact = probabilities(numerator as f64 / denominator as f64, reach);
            let statistic = standardised_chi_square(&drawn, &exact, reach);
            assert!(statistic.abs() < 6.0, "variance {numerator} / {denominator}: {statistic}");
            let wider = probabilities(1.1 * numerator as f64 / denominator as f64, reach);
            let control = standardised_chi_square(&drawn, &wider, reach);
            assert!(control > 6.0, "a tenth more variance is noticed: {control}");
        }
    }

    #[test]
    fn sums_over_parties_have_the_sum_of_their_variances() {
        let mut gaussian = Gaussian::new(variance(5, 1));
        let mut sum = || (0..5).map(|_| gaussian.draw().unwrap()).sum();
        let drawn: Vec<i128> = (0..20_000).map(|_| sum()).collect();
        let statistic = standardised_chi_square(&drawn, &probabilities(25.0, 14), 14);
        assert!(statistic.abs() < 6.0, "{statistic}");
    }

    #[test]
    fn large_variances_are_drawn_as_they_are() {
        for bits in [40, 120, 200, 243] {
            let squared = U256::ONE.shl_vartime(bits);
            let mut gaussian = Gaussian::new(Variance::at_least(squared, U256::ONE).unwrap());
            let deviation = 2_f64.powf(f64::from(bits) / 2.0);
            let count = 4000;
            let drawn: Vec<f64> =
                (0..count).map(|_| gaussian.draw().unwrap() as f64 / deviation).collect();
            let mean = drawn.iter().sum::<f64>() / f64::from(count);
            let square = drawn.iter().map(|z| z * z).sum::<f64>() / f64::from(count);
            let within = drawn.iter().filter(|z| z.abs() < 1.0).count() as f64 / f64::from(count);
            assert!(mean.abs() < 0.12, "{bits}: {mean}");
            assert!((square - 1.0).abs() < 0.16, "{bits}: {square}");
            assert!((within - 0.6827).abs() < 0.05, "{bits}: {within}");
        }
    }

    #[test]
    fn variances_are_rounded_up_and_limited() {
        assert_eq!(variance(1, 3).units, U256::from_u32(342));
        assert_eq!(variance(1, 1).units, U256::from_u32(1024));
        let at_least =
            |numerator: U256, denominator: U256| Variance::at_least(numerator, denominator);
        assert_eq!(at_least(U256::ZERO, U256::ONE), Err(Error::LimitExceeded));
        assert_eq!(at_least(U256::ONE, U256::ZERO), Err(Error::LimitExceeded));
        assert_eq!(at_least(U256::ONE.shl_vartime(244), U256::ONE), Err(Error::LimitExceeded));
        assert!(at_least(U256::MAX, U256::ONE.shl_vartime(13)).is_ok());
    }

    #[test]
    fn without_entropy_there_is_no_noise() {
        let mut gaussian = Gaussian::drawn_from(variance(1, 1), Entropy::failing());
        assert_eq!(gaussian.draw(), Err(Error::RandomFailed));
    }
}
