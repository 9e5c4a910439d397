//! From C pointers to slices: the checks that can be made on a pointer, in one place.

use crate::error::{Error, Result};
use crate::field::Value;
use crate::numbers::double::Double;
use crate::numbers::unaligned::Unaligned;

/// Types that any bytes at any address are a valid one of.
///
/// # Safety
///
/// Alignment 1, no padding, every bit pattern valid.
pub(crate) unsafe trait AnyBytes: Copy {}

// SAFETY: one byte.
unsafe impl AnyBytes for u8 {}
// SAFETY: transparent over an array of bytes.
unsafe impl AnyBytes for Value {}
// SAFETY: an array of bytes.
unsafe impl<const LEN: usize> AnyBytes for [u8; LEN] {}
// SAFETY: packed, and every bit pattern is an integer.
unsafe impl AnyBytes for Unaligned<u32> {}
// SAFETY: packed, and every bit pattern is an integer.
unsafe impl AnyBytes for Unaligned<i64> {}
// SAFETY: packed, and every bit pattern is an integer.
unsafe impl AnyBytes for Unaligned<u64> {}
// SAFETY: packed, and every bit pattern is a double.
unsafe impl AnyBytes for Unaligned<Double> {}

/// The addresses of a caller's buffer.
#[derive(Clone, Copy)]
pub(crate) struct Span {
    start: usize,
    len: usize,
}

impl Span {
    /// Of no bytes.
    pub const NOWHERE: Span = Span { start: 0, len: 0 };

    fn of<T>(pointer: *const T, count: usize) -> Result<Span> {
        if count == 0 {
            return Ok(Span::NOWHERE);
        }
        if pointer.is_null() {
            return Err(Error::NullPointer);
        }
        let start = pointer.addr();
        let len = count.checked_mul(size_of::<T>()).ok_or(Error::LimitExceeded)?;
        // No object is larger than half the address space, or goes round its end.
        if len > isize::MAX as usize || start.checked_add(len).is_none() {
            return Err(Error::LimitExceeded);
        }
        Ok(Span { start, len })
    }

    /// Refuses spans of which two overlap.
    pub fn check_disjoint(spans: &[Span]) -> Result<()> {
        // Where they ascend, as buffers made one after the other do, neighbours are all that can
        // overlap. Otherwise all pairs are compared: there are no more than holders, and a few.
        let do_ascend = spans.windows(2).all(|pair| pair[0].start + pair[0].len <= pair[1].start);
        let overlap = |(place, span): (usize, &Span)| {
            spans[place + 1..].iter().any(|other| span.overlaps(*other))
        };
        if !do_ascend && spans.iter().enumerate().any(overlap) {
            return Err(Error::BufferOverlap);
        }
        Ok(())
    }

    /// Refuses outputs of which one overlaps another or an input.
    pub fn check_outputs(outputs: &[Span], inputs: &[Span]) -> Result<()> {
        Span::check_disjoint(outputs)?;
        let do_overlap = |output: &Span| inputs.iter().any(|input| output.overlaps(*input));
        if outputs.iter().any(do_overlap) { Err(Error::BufferOverlap) } else { Ok(()) }
    }

    fn overlaps(self, other: Span) -> bool {
        self.len != 0
            && other.len != 0
            && self.start < other.start + other.len
            && other.start < self.start + self.len
    }
}

/// A buffer that the caller lets us read. `(NULL, 0)` is the empty one.
pub(crate) struct Input<T> {
    pointer: *const T,
    count: usize,
    pub span: Span,
}

impl<T> Input<T> {
    pub fn new(pointer: *const T, count: usize) -> Result<Input<T>> {
        Ok(Input { pointer, count, span: Span::of(pointer, count)? })
    }

    /// # Safety
    ///
    /// The caller of the C function gave a readable buffer, and no slice of an output made in this
    /// call overlaps it.
    pub unsafe fn slice<'a>(&self) -> &'a [T]
    where
        T: AnyBytes,
    {
        if self.count == 0 {
            return &[];
        }
        // SAFETY: not NULL and of a possible size by `new`; T needs no alignment and takes any
        // bytes; readable and unaliased by this function's contract.
        unsafe { std::slice::from_raw_parts(self.pointer, self.count) }
    }

    /// The elements one by one, for types whose alignment the caller need not respect.
    ///
    /// # Safety
    ///
    /// As for `slice`, and every bit pattern must be a valid T.
    pub unsafe fn iter(&self) -> impl ExactSizeIterator<Item = T>
    where
        T: Copy,
    {
        let pointer = self.pointer;
        // SAFETY: within the buffer, which is readable by this function's contract.
        (0..self.count).map(move |index| unsafe { pointer.add(index).read_unaligned() })
    }
}

/// A buffer that the caller lets us write, disjoint from all others of the call.
pub(crate) struct Output<T> {
    pointer: *mut T,
    count: usize,
    pub span: Span,
}

impl<T: AnyBytes> Output<T> {
    pub fn new(pointer: *mut T, count: usize) -> Result<Output<T>> {
        Ok(Output { pointer, count, span: Span::of(pointer, count)? })
    }

    /// Refuses to overlap another buffer of the call.
    pub fn disjoint_from(&self, other: Span) -> Result<()> {
        if self.span.overlaps(other) { Err(Error::BufferOverlap) } else { Ok(()) }
    }

    /// The memory may be uninitialised for C. It came from outside, so to the compiler it holds
    /// some bytes, and any bytes are a T; the library writes an output before it reads it.
    ///
    /// # Safety
    ///
    /// The caller of the C function gave a writable buffer, no other slice made in this call
    /// overlaps it, and `slice` is called once.
    pub unsafe fn slice<'a>(self) -> &'a mut [T] {
        if self.count == 0 {
            return &mut [];
        }
        // SAFETY: not NULL and of a possible size by `new`; T needs no alignment and takes any
        // bytes; writable and unaliased by this function's contract.
        unsafe { std::slice::from_raw_parts_mut(self.pointer, self.count) }
    }
}

/// A place for one result that is written only when there is one.
pub(crate) struct Slot<T>(*mut T);

impl<T> Slot<T> {
    pub fn new(pointer: *mut T) -> Result<Slot<T>> {
        Span::of(pointer, 1)?;
        Ok(Slot(pointer))
    }

    pub fn span(&self) -> Result<Span> {
        Span::of(self.0, 1)
    }

    /// # Safety
    ///
    /// The caller of the C function gave a writable place that no slice made in this call overlaps.
    pub unsafe fn write(&self, result: T) {
        // SAFETY: not NULL by `new`, writable by this function's contract, at any alignment.
        unsafe { self.0.write_unaligned(result) }
    }
}

/// A buffer for an output whose length the caller does not know, and a place for that length.
pub(crate) struct Variable<T> {
    pointer: *mut T,
    capacity: usize,
    len: Slot<usize>,
}

impl<T: AnyBytes> Variable<T> {
    pub fn new(pointer: *mut T, capacity: usize, len: *mut usize) -> Result<Variable<T>> {
        let variable = Variable { pointer, capacity, len: Slot::new(len)? };
        variable.disjoint_from(variable.len.span()?)?;
        Ok(variable)
    }

    /// Refuses to overlap another buffer of the call.
    pub fn disjoint_from(&self, other: Span) -> Result<()> {
        Output::new(self.pointer, self.capacity)?.disjoint_from(other)
    }

    /// Lets `fill` write the first `len` elements. If they do not fit, only the length is written.
    ///
    /// # Safety
    ///
    /// As for `Output::slice`, and the place for the length is writable.
    pub unsafe fn write(self, len: usize, fill: impl FnOnce(&mut [T]) -> Result<()>) -> Result<()> {
        if len > self.capacity {
            // SAFETY: by this function's contract.
            unsafe { self.len.write(len) };
            return Err(Error::BufferTooSmall);
        }
        // SAFETY: by this function's contract; it is no longer than the buffer.
        fill(unsafe { Output::new(self.pointer, len)?.slice() })?;
        // SAFETY: by this function's contract; the slice is gone.
        unsafe { self.len.write(len) };
        Ok(())
    }
}
