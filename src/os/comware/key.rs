//! A user's public key as Comware takes it: the SubjectPublicKeyInfo of RFC 5280 in DER, in hexadecimal.
//!
//! Only `ssh-rsa` keys (RFC 4253, 6.6): the devices of the catalogue do not know Ed25519, and older releases nothing else.

/// Bytes in one line of hexadecimal.
const LINE: usize = 32;
/// No RSA key of use is longer; a longer one is not read.
const LONGEST: usize = 16 * 1024;
/// AlgorithmIdentifier of rsaEncryption (RFC 8017, A.1): 1.2.840.113549.1.1.1 with NULL.
const RSA: &[u8] = &[0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];

/// The key of one line of an `authorized_keys` file, as lines of upper-case hexadecimal; `None` for a key of another kind, an
/// error for an RSA key that is damaged.
pub(super) fn hexadecimal(line: &str) -> Result<Option<Vec<String>>, &'static str> {
    let mut words = line.split_ascii_whitespace().skip_while(|w| *w != "ssh-rsa");
    if words.next().is_none() {
        return Ok(None);
    }
    let bad = "the base64 after `ssh-rsa` is not an RSA key";
    let body = words.next().ok_or(bad)?;
    let blob = base64(body).ok_or(bad)?;
    let (name, rest) = field(&blob).ok_or(bad)?;
    let (exponent, rest) = field(rest).ok_or(bad)?;
    let (modulus, rest) = field(rest).ok_or(bad)?;
    if name != b"ssh-rsa" || exponent.is_empty() || modulus.is_empty() || !rest.is_empty() {
        return Err(bad);
    }
    // An mpint of RFC 4251 is a DER INTEGER: big-endian, two's complement, shortest.
    let numbers = [der(0x02, modulus), der(0x02, exponent)].concat();
    let bits = [&[0], der(0x30, &numbers).as_slice()].concat();
    let info = der(0x30, &[RSA, &der(0x03, &bits)].concat());
    Ok(Some(info.chunks(LINE).map(|chunk| chunk.iter().map(|byte| format!("{byte:02X}")).collect()).collect()))
}

fn field(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let short: Vec<u8> = length.into_iter().skip_while(|byte| *byte == 0).collect();
    let mut out = vec![tag];
    match short.as_slice() {
        [] => out.push(0),
        [one] if *one < 0x80 => out.push(*one),
        long => {
            out.push(0x80 | u8::try_from(long.len()).unwrap_or(8));
            out.extend(long);
        }
    }
    out.extend(content);
    out
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=');
    if text.len() > LONGEST {
        return None;
    }
    let mut out = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut count) = (0u32, 0);
    for byte in text.bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(six)) & 0xff_ffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_rsa_key_becomes_the_der_that_openssl_would_write() {
        // 03 and a modulus of two octets: short enough to write the DER by hand.
        let line = "ssh-rsa AAAAB3NzaC1yc2EAAAABAwAAAAMAxfE= someone";
        let der = "301C300D06092A864886F70D0101010500030B003008020300C5F1020103";
        assert_eq!(hexadecimal(line), Ok(Some(vec![der.to_owned()])));
    }

    #[test]
    fn another_kind_of_key_is_none_and_a_damaged_one_an_error() {
        assert_eq!(hexadecimal("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA== someone"), Ok(None));
        assert_eq!(hexadecimal(""), Ok(None));
        for bad in ["ssh-rsa", "ssh-rsa AAAAB3NzaC1yc2EAAAAB", "ssh-rsa é", "ssh-rsa AAAAC3NzaC1yc2EAAAABAwAAAAMAxfE="] {
            assert!(hexadecimal(bad).is_err(), "{bad}");
        }
    }
}
