#![forbid(unsafe_code)]
//! What rho means in the older terms of epsilon and delta.

/// The least epsilon such that rho-zero-concentrated differential privacy is (epsilon, delta)-
/// differential privacy by the conversion of Canonne, Kamath and Steinke (2020, proposition 12):
///
/// epsilon = least over a > 1 of rho a + (ln(1 / delta) - ln a) / (a - 1) + ln(1 - 1 / a)
///
/// Never below 0; infinite if delta is 0.
pub fn epsilon(rho: f64, delta: f64) -> f64 {
    if rho.is_nan() || rho < 0.0 || delta.is_nan() || delta <= 0.0 {
        return f64::INFINITY;
    }
    if rho == 0.0 || delta >= 1.0 {
        return 0.0;
    }
    let at = |log_excess: f64| {
        let excess = log_excess.exp(); // a - 1
        rho * (1.0 + excess) + (-delta.ln() - excess.ln_1p()) / excess - (1.0 / excess).ln_1p()
    };
    // It falls and then rises: the derivative's sign changes once. From a - 1 = 2^-60 to 2^60.
    let (mut low, mut high) = (-42.0, 42.0);
    for _ in 0..200 {
        let third = (high - low) / 3.0;
        if at(low + third) < at(high - third) {
            high -= third;
        } else {
            low += third;
        }
    }
    at(0.5 * (low + high)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed with 50 digits.
    #[test]
    fn agrees_with_published_figures() {
        for (rho, expected) in [
            (1e-12, 0.0),
            (0.0001, 0.0537271206349),
            (0.01, 0.62169265456),
            (0.1, 2.14193892839),
            (0.5, 5.22153444453),
            (1.0, 7.76621662531),
            (50.0, 100.689905161),
        ] {
            let said = epsilon(rho, 1e-6);
            assert!((said - expected).abs() <= 1e-11 * expected.max(1.0), "{rho}: {said}");
        }
    }

    #[test]
    fn extremes_have_an_answer_at_once() {
        assert_eq!(epsilon(0.5, 0.0), f64::INFINITY);
        assert_eq!(epsilon(0.001, 0.999999), 0.0);
        assert_eq!(epsilon(0.0, 1e-6), 0.0);
        assert_eq!(epsilon(f64::NAN, 1e-6), f64::INFINITY);
        assert_eq!(epsilon(-1.0, 1e-6), f64::INFINITY);
        assert!(epsilon(1e300, 1e-300).is_finite());
        assert!(epsilon(1e-300, 1e-300).is_finite());
    }

    #[test]
    fn is_tighter_than_the_simple_bound() {
        for rho in [0.1_f64, 0.5, 1.0] {
            assert!(epsilon(rho, 1e-6) < rho + 2.0 * (rho * 1e6_f64.ln()).sqrt());
        }
    }
}
