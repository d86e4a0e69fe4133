//! A manifest of each kind, read alone.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| preau_fuzz::syntax(data));
