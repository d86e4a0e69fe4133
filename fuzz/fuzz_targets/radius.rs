//! The files of RADIUS.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| preau_fuzz::readers::radius(data));
