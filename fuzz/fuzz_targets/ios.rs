//! A configuration of Cisco IOS.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| preau_fuzz::ios(data));
