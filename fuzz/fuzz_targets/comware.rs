//! A configuration of Comware 7.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| preau_fuzz::comware(data));
