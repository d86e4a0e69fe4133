//! An inventory, alone and in its school.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| preau_fuzz::inventory(data));
