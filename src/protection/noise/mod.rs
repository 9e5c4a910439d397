#![forbid(unsafe_code)]
//! Noise that hides one person's rows: zero-concentrated differential privacy (Bun and Steinke, 2016)
//! by the discrete Gaussian (Canonne, Kamath and Steinke, The discrete Gaussian for differential
//! privacy, NeurIPS 2020).

mod entropy;
pub mod epsilon;
pub mod gaussian;
