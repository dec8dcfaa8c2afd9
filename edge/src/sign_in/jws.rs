//! Signed tokens in their compact form (RFC 7515 §7.1): taken apart, and nothing believed yet.

use super::failure::Failure;
use crate::encoding::from_base64url;
use crate::ports::Algorithm;
use serde::Deserialize;

const LONGEST: usize = 64 * 1024;

/// A signed token, taken apart.
pub struct Compact<'a> {
    /// What its header says.
    pub header: Header,
    /// What was signed.
    pub signed: &'a [u8],
    /// The signature.
    pub signature: Vec<u8>,
    /// The payload.
    pub payload: Vec<u8>,
}

/// What we heed of a token's header. A key that a header brings along, or says where to fetch (`jwk`, `jku`, `x5c`,
/// `x5u`), is not looked at (RFC 8725 §3.10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Which key it is signed with.
    pub kid: Option<String>,
    /// How it is signed.
    pub algorithm: Algorithm,
}

#[derive(Deserialize)]
struct Written {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<serde_json::Value>,
}

impl<'a> Compact<'a> {
    /// Takes a token apart. Refuses algorithms off the list (RFC 8725 §3.1), tokens of another type (§3.11), and
    /// headers with something critical in them, as we understand no such thing (RFC 7515 §4.1.11).
    pub fn read(token: &'a str) -> Result<Self, Failure> {
        let malformed = Failure::not_proven("token malformed");
        if token.len() > LONGEST {
            return Err(malformed);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(malformed)?;
        let (head, payload) = signed.split_once('.').ok_or(malformed)?;
        let bytes = |part: &str| from_base64url(part).ok_or(malformed);
        let written: Written = serde_json::from_slice(&bytes(head)?).map_err(|_| malformed)?;
        let (payload, signature) = (bytes(payload)?, bytes(signature)?);
        let header = written.checked()?;
        Ok(Self { header, signed: signed.as_bytes(), signature, payload })
    }
}

impl Written {
    fn checked(self) -> Result<Header, Failure> {
        let algorithm = Algorithm::ALL.into_iter().find(|known| known.name() == self.alg);
        let algorithm = algorithm.ok_or(Failure::not_proven("token algorithm not allowed"))?;
        if self.crit.is_some() {
            return Err(Failure::not_proven("token header has something critical"));
        }
        if self.typ.is_some_and(|kind| !kind.eq_ignore_ascii_case("JWT")) {
            return Err(Failure::not_proven("token is of another type"));
        }
        Ok(Header { kid: self.kid, algorithm })
    }
}

#[cfg(test)]
mod tests {
    use super::Compact;
    use crate::encoding::to_base64url;
    use crate::ports::Algorithm;

    fn token(header: &str) -> String {
        format!("{}.{}.{}", to_base64url(header.as_bytes()), to_base64url(b"{}"), to_base64url(b"signature"))
    }

    fn reason(token: &str) -> &'static str {
        Compact::read(token).map(|_| ()).unwrap_err().reason
    }

    #[test]
    fn id_2_a_token_is_a_header_a_payload_and_a_signature() {
        let text = token(r#"{"alg":"ES256","kid":"one","typ":"jwt","jwk":{"kty":"EC"}}"#);
        let compact = Compact::read(&text).unwrap();
        assert_eq!(compact.header.algorithm, Algorithm::Es256);
        assert_eq!(compact.header.kid.as_deref(), Some("one"));
        assert_eq!(
            (compact.payload.as_slice(), compact.signature.as_slice()),
            (&b"{}"[..], &b"signature"[..])
        );
        assert!(text.as_bytes().starts_with(compact.signed));
    }

    #[test]
    fn id_2_no_algorithm_off_the_list_is_taken() {
        for alg in ["none", "None", "", "HS256", "RS384", "PS256", "ES384", "EdDSA", "es256"] {
            let header = format!(r#"{{"alg":"{alg}"}}"#);
            assert_eq!(reason(&token(&header)), "token algorithm not allowed", "{alg}");
        }
    }

    #[test]
    fn id_2_a_token_of_another_type_or_with_something_critical_is_refused() {
        let header = r#"{"alg":"ES256","typ":"at+jwt"}"#;
        assert_eq!(reason(&token(header)), "token is of another type");
        let header = r#"{"alg":"ES256","crit":["b64"],"b64":false}"#;
        assert_eq!(reason(&token(header)), "token header has something critical");
    }

    #[test]
    fn id_2_what_is_no_token_is_refused_without_a_panic() {
        let good = token(r#"{"alg":"ES256"}"#);
        let five_parts = format!("{good}.x.y");
        let twice = token(r#"{"alg":"ES256","alg":"none"}"#);
        let (padded, long) = (format!("{good}=="), format!("{good}{}", "A".repeat(64 * 1024)));
        for text in ["", ".", "..", "...", "a.b", "é.é.é", &five_parts, &twice, &padded, &long, &token("[]")]
        {
            assert_eq!(reason(text), "token malformed", "{text:.40}");
        }
    }
}
