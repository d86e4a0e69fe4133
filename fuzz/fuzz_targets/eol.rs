//! The variables of an EOLE Amon.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| preau_fuzz::readers::eol(data));
