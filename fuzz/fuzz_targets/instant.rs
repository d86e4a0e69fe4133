//! A configuration of a cluster of Aruba Instant.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| preau_fuzz::readers::instant(data));
