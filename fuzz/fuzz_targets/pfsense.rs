//! A `config.xml` of pfSense.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| preau_fuzz::readers::config_xml(data));
