#![forbid(unsafe_code)]
//! Vector arithmetic on any machine, one value after the other.

use crate::field::Element;
use crate::value::Value;

/// Whether every value is below p. Looks at all of them whatever it finds.
pub(crate) fn all_canonical(values: &[Value]) -> bool {
    values.iter().fold(true, |all, value| all & value.is_canonical())
}

/// total[i] += values[i]
pub(crate) fn add_assign(total: &mut [Value], values: &[Value]) {
    for (sum, value) in total.iter_mut().zip(values) {
        *sum = (Element::of(*sum) + Element::of(*value)).into();
    }
}

/// total[i] -= values[i]
pub(crate) fn sub_assign(total: &mut [Value], values: &[Value]) {
    for (difference, value) in total.iter_mut().zip(values) {
        *difference = (Element::of(*difference) - Element::of(*value)).into();
    }
}

/// total[i] += weight * values[i]
pub(crate) fn add_product_assign(total: &mut [Value], weight: Element, values: &[Value]) {
    for (sum, value) in total.iter_mut().zip(values) {
        *sum = (Element::of(*sum) + weight * Element::of(*value)).into();
    }
}
