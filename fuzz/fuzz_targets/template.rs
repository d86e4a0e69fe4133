//! A region's own template.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| preau_fuzz::template(data));
