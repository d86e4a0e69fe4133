//! A file of Kea, Unbound or chrony.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| preau_fuzz::readers::services(data));
