//! What a judge answers, and the same as bytes.

use shared::access::{Link, Mend, Origin, Refusal};
use shared::agreement::Standing;
use std::fmt;

/// An answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Yes.
    Allowed,
    /// To this person there is no such case.
    Unseen,
    /// No, and why.
    Refused(Refusal),
}

/// How many links there are (WHY-1).
pub const LINKS: usize = 9;

impl Verdict {
    /// The place in WHY-1's order of the link that is missing, if it is one of these.
    pub fn link(&self) -> Option<usize> {
        let Self::Refused(refusal) = self else { return None };
        Some(match refusal.missing {
            Link::SignedIn => 0,
            Link::Member => 1,
            Link::NotArchived => 2,
            Link::AccountKind => 3,
            Link::Origin { .. } => 4,
            Link::Permission { .. } => 5,
            Link::ServiceInWorkspace { .. } => 6,
            Link::AgreementInForce { .. } => 7,
            Link::Assignment { .. } => 8,
        })
    }

    /// The verdict as bytes: the same wherever it was reached, different for different verdicts.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Bytes(Vec::with_capacity(64));
        match self {
            Self::Allowed => bytes.tag(b'a'),
            Self::Unseen => bytes.tag(b'u'),
            Self::Refused(refusal) => {
                bytes.tag(b'r');
                bytes.link(&refusal.missing);
                bytes.mend(refusal.mend);
            }
        }
        bytes.0
    }
}

struct Bytes(Vec<u8>);

impl Bytes {
    fn tag(&mut self, tag: u8) {
        self.0.push(tag);
    }

    fn text(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
        self.tag(0);
    }

    fn number(&mut self, number: i64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    fn link(&mut self, link: &Link) {
        match link {
            Link::SignedIn => self.tag(0),
            Link::Member => self.tag(1),
            Link::NotArchived => self.tag(2),
            Link::AccountKind => self.tag(3),
            Link::Origin { needed: Origin::Customer } => self.0.extend([4, b'c']),
            Link::Origin { needed: Origin::Provider } => self.0.extend([4, b'p']),
            Link::Permission { any_of } => {
                self.tag(5);
                any_of.iter().for_each(|permission| self.text(permission.name()));
                self.tag(0);
            }
            Link::ServiceInWorkspace { service } => {
                self.tag(6);
                self.text(service.as_str());
            }
            Link::AgreementInForce { service, agreement, term, standing } => {
                self.tag(7);
                self.text(service.as_str());
                self.text(agreement);
                self.number(term.starts_on.epoch_days());
                self.number(term.ends_on.epoch_days());
                self.number(term.withdrawn_at.map_or(i64::MIN, |at| at.millis()));
                self.tag(match standing {
                    Standing::NotYet => b'n',
                    Standing::InForce => b'i',
                    Standing::Ended => b'e',
                    Standing::Withdrawn => b'w',
                });
            }
            Link::Assignment { service } => {
                self.tag(8);
                self.text(service.as_str());
            }
        }
    }

    fn mend(&mut self, mend: Mend) {
        match mend {
            Mend::SigningIn => self.tag(b's'),
            Mend::Nothing => self.tag(b'n'),
            Mend::Holder { of } => {
                self.tag(b'h');
                self.text(of.name());
            }
        }
    }
}

/// A running digest over verdicts (FNV-1a, 64 bits). It tells whether two machines answered alike; it is no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Digest {
    /// The digest with one more verdict.
    #[must_use]
    pub fn with(self, verdict: &Verdict) -> Self {
        let bytes = verdict.bytes();
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes();
        let all = length.iter().chain(&bytes);
        Self(all.fold(self.0, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)))
    }
}

/// Sixteen hexadecimal digits.
impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}
