//! A `region.kdl` over a school that is right.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| preau_fuzz::region(data));
