//! What calls leave behind in the vector registers.

#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
use core::arch::asm;

/// Zeroes all vector registers. A round key in one of them would be written to the stack by the next
/// signal, or by the next call of a function that the dynamic linker has not bound yet.
pub(crate) fn clear() {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx512f") {
        // SAFETY: AVX-512 F was detected.
        unsafe { clear_avx512() }
    } else if is_x86_feature_detected!("avx") {
        // SAFETY: AVX was detected.
        unsafe { clear_avx() }
    } else {
        clear_sse2();
    }
    #[cfg(target_arch = "aarch64")]
    clear_neon();
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn clear_avx512() {
    // SAFETY: AVX-512 F is there, and the ABI's list names every register that changes.
    unsafe {
        asm!(
            "vzeroall",
            ".irp number, 16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31",
            "vpxord zmm\\number, zmm\\number, zmm\\number",
            ".endr",
            clobber_abi("sysv64"),
            options(nostack)
        );
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx")]
fn clear_avx() {
    // SAFETY: AVX is there, and the ABI's list names every register that changes.
    unsafe { asm!("vzeroall", clobber_abi("sysv64"), options(nostack)) }
}

#[cfg(target_arch = "x86_64")]
fn clear_sse2() {
    // SAFETY: every CPU of this kind has SSE2, and the ABI's list names every register that changes.
    unsafe {
        asm!(
            ".irp number, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15",
            "pxor xmm\\number, xmm\\number",
            ".endr",
            clobber_abi("sysv64"),
            options(nostack)
        );
    }
}

#[cfg(target_arch = "aarch64")]
fn clear_neon() {
    // SAFETY: every CPU of this kind has these, and the ABI's list names every register that changes.
    unsafe {
        asm!(
            ".irp number, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15",
            "movi v\\number\\().2d, #0",
            ".endr",
            ".irp number, 16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31",
            "movi v\\number\\().2d, #0",
            ".endr",
            clobber_abi("C"),
            options(nostack)
        );
    }
}
