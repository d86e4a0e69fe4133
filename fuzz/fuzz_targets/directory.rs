//! A file of the directory.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| preau_fuzz::readers::accounts(data));
