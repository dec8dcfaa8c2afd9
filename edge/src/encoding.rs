//! Hashes, MACs and their text forms.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// SHA-256 in base64url without padding.
pub fn sha256_text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(bytes))
}

/// SHA-256.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// HMAC-SHA-256 in base64url without padding. The purpose keeps a MAC made for one thing from passing for another.
pub fn mac(key: &[u8], purpose: &str, message: &str) -> String {
    keyed(key, purpose, message)
        .map(|mac| URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
        .unwrap_or_default()
}

/// Whether a MAC is right, in constant time.
pub fn mac_holds(key: &[u8], purpose: &str, message: &str, mac: &str) -> bool {
    let Ok(bytes) = URL_SAFE_NO_PAD.decode(mac) else { return false };
    keyed(key, purpose, message).is_some_and(|expected| expected.verify_slice(&bytes).is_ok())
}

fn keyed(key: &[u8], purpose: &str, message: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(purpose.as_bytes());
    mac.update(&[0]);
    mac.update(message.as_bytes());
    Some(mac)
}

/// Bytes as base64url without padding.
pub fn to_base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Bytes from base64url without padding.
pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Bytes from base64 as secrets are written: `openssl rand -base64 32`, or base64url without padding.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    STANDARD.decode(text).ok().or_else(|| from_base64url(text))
}

#[cfg(test)]
mod tests {
    use super::{from_base64, mac, mac_holds};

    #[test]
    fn a_secret_may_be_written_in_either_base64() {
        let bytes = Some(vec![0xfb; 32]);
        assert_eq!(from_base64("+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/s=\n"), bytes);
        assert_eq!(from_base64("-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s"), bytes);
        assert_eq!(from_base64("not a key!"), None);
    }

    #[test]
    fn a_mac_holds_for_its_key_purpose_and_message_only() {
        let made = mac(b"key", "session", "message");
        assert!(mac_holds(b"key", "session", "message", &made));
        assert!(!mac_holds(b"other", "session", "message", &made));
        assert!(!mac_holds(b"key", "sign-in", "message", &made));
        assert!(!mac_holds(b"key", "session", "message2", &made));
        assert!(!mac_holds(b"key", "session", "message", "not base64!"));
    }
}
