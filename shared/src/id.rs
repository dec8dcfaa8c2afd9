//! Typed ids.
//!
//! An id is a prefix that names its kind, the shard its row lives in (for what a customer owns), and 26 characters of
//! Crockford's base 32: `ws_eu1_01k9zq3v5m0000000000000000`. The first ten of those characters are the millisecond it
//! was made in, so that ids sort by age; the other sixteen are 80 random bits. An [`IdentityId`] has no shard and no
//! time: it is derived from (issuer, tenant, object id), so that it is the same in every region (ID-1).
//!
//! Ids are parsed once, where text enters the program; a value of these types is well-formed.

use crate::region::Shard;
use crate::text::AsItStands;
use crate::time::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{cmp::Ordering, fmt, hash, marker::PhantomData};

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const BODY_LENGTH: usize = 26;

/// What an id is the id of.
pub trait Kind {
    /// The text before the first underscore.
    const PREFIX: &'static str;
    /// Whether the id names the shard of its row. Only identities do not.
    const SHARDED: bool = true;
}

/// The kinds of ids, one per noun.
pub mod kind {
    use super::Kind;

    macro_rules! kinds {
        ($($(#[$doc:meta])* $name:ident = $prefix:literal),* $(,)?) => {
            $($(#[$doc])* pub enum $name {}
            impl Kind for $name { const PREFIX: &'static str = $prefix; })*
        };
    }

    kinds! {
        /// A customer.
        Customer = "cus",
        /// An agreement.
        Agreement = "agr",
        /// A contracted service.
        Service = "svc",
        /// A workspace.
        Workspace = "ws",
        /// An identity in a workspace.
        Member = "mem",
        /// A directory group's grant in a workspace.
        Grant = "gra",
        /// A product of the catalogue.
        Product = "prd",
        /// A problem type of the catalogue.
        ProblemType = "pbt",
        /// A support case.
        Case = "case",
        /// An entry in a case's conversation.
        Entry = "ent",
        /// An audit event.
        Event = "evt",
        /// A message on its way out of the database.
        Delivery = "dlv",
    }

    /// A person as proven by an identity provider.
    pub enum Identity {}
    impl Kind for Identity {
        const PREFIX: &'static str = "idn";
        const SHARDED: bool = false;
    }
}

/// The id of a customer.
pub type CustomerId = Id<kind::Customer>;
/// The id of an agreement.
pub type AgreementId = Id<kind::Agreement>;
/// The id of a contracted service.
pub type ServiceId = Id<kind::Service>;
/// The id of a workspace.
pub type WorkspaceId = Id<kind::Workspace>;
/// The id of a member: an identity in one workspace.
pub type MemberId = Id<kind::Member>;
/// The id of a group grant.
pub type GrantId = Id<kind::Grant>;
/// The id of a product in the catalogue.
pub type ProductId = Id<kind::Product>;
/// The id of a problem type in the catalogue.
pub type ProblemTypeId = Id<kind::ProblemType>;
/// The id of a case (not its number, which people read out on the phone).
pub type CaseId = Id<kind::Case>;
/// The id of an entry in a case's conversation.
pub type EntryId = Id<kind::Entry>;
/// The id of an audit event.
pub type EventId = Id<kind::Event>;
/// The id of an outgoing delivery; stable over its retries.
pub type DeliveryId = Id<kind::Delivery>;
/// The id of an identity.
pub type IdentityId = Id<kind::Identity>;

/// A well-formed id of one kind.
pub struct Id<K> {
    text: Box<str>,
    kind: PhantomData<fn() -> K>,
}

impl<K: Kind> Id<K> {
    /// Reads an id; `None` if the text is not a well-formed id of this kind.
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text.strip_prefix(K::PREFIX)?.strip_prefix('_')?;
        if K::SHARDED {
            let (shard, body) = rest.split_once('_')?;
            Shard::parse(shard)?;
            rest = body;
        }
        let well_formed = rest.len() == BODY_LENGTH && rest.bytes().all(is_of_the_alphabet);
        well_formed.then(|| Self { text: text.into(), kind: PhantomData })
    }

    /// A new id in a shard, from the moment it is made in and 80 random bits.
    pub fn new(shard: Shard, now: Timestamp, random: [u8; 10]) -> Self {
        let mut bits = [0; 16];
        let time = u64::try_from(now.millis()).unwrap_or(0).to_be_bytes();
        for (slot, byte) in bits.iter_mut().zip(time.into_iter().skip(2).chain(random)) {
            *slot = byte;
        }
        let body = encode(u128::from_be_bytes(bits));
        Self { text: format!("{}_{shard}_{body}", K::PREFIX).into(), kind: PhantomData }
    }

    /// The shard whose database holds the row. `None` for an identity.
    pub fn shard(&self) -> Option<Shard> {
        if !K::SHARDED {
            return None;
        }
        Shard::parse(self.text.split('_').nth(1)?)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl IdentityId {
    /// The id of the identity whose (issuer, tenant, object id) hash to `digest`.
    pub fn from_digest(digest: [u8; 16]) -> Self {
        let body = encode(u128::from_be_bytes(digest));
        Self { text: format!("{}_{body}", <kind::Identity as Kind>::PREFIX).into(), kind: PhantomData }
    }
}

/// Whether [`ALPHABET`] has a character, without looking through it: a page of cases has 2 000 characters of ids.
const fn is_of_the_alphabet(byte: u8) -> bool {
    byte.is_ascii_digit() || (byte.is_ascii_lowercase() && !matches!(byte, b'i' | b'l' | b'o' | b'u'))
}

/// 128 bits as 26 characters, most significant first.
fn encode(bits: u128) -> String {
    (0..BODY_LENGTH)
        .rev()
        .filter_map(|place| ALPHABET.get(usize::try_from((bits >> (place * 5)) & 31).ok()?))
        .map(|byte| char::from(*byte))
        .collect()
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), kind: PhantomData }
    }
}

impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<K> Eq for Id<K> {}

impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<K> hash::Hash for Id<K> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, K: Kind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let AsItStands(text) = AsItStands::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("not an id of this kind"))
    }
}

#[cfg(test)]
mod tests {
    use super::{ALPHABET, IdentityId, MemberId, WorkspaceId, is_of_the_alphabet};
    use crate::{region::Shard, time::Timestamp};

    fn eu1() -> Shard {
        Shard::parse("eu1").unwrap()
    }

    #[test]
    fn an_id_names_its_kind_and_its_shard() {
        let id = WorkspaceId::new(eu1(), Timestamp::from_millis(1_763_750_000_000), [7; 10]);
        assert!(id.as_str().starts_with("ws_eu1_"), "{id}");
        assert_eq!(id.shard(), Some(eu1()));
        assert_eq!(WorkspaceId::parse(id.as_str()), Some(id.clone()));
        assert_eq!(MemberId::parse(id.as_str()), None);
    }

    #[test]
    fn ids_sort_by_the_moment_they_were_made_in() {
        let at = |millis| WorkspaceId::new(eu1(), Timestamp::from_millis(millis), [255; 10]);
        assert!(at(1_000) < at(1_001));
        assert!(at(1_001) < at(1_700_000_000_000));
    }

    #[test]
    fn an_identity_has_no_shard() {
        let id = IdentityId::from_digest([0xab; 16]);
        assert_eq!((id.shard(), IdentityId::parse(id.as_str())), (None, Some(id.clone())));
    }

    #[test]
    fn the_characters_of_an_id_are_those_of_the_alphabet() {
        for byte in 0..=u8::MAX {
            assert_eq!(is_of_the_alphabet(byte), ALPHABET.contains(&byte), "{byte}");
        }
    }

    #[test]
    fn what_is_no_id_is_not_parsed() {
        for text in
            ["", "ws", "ws_eu1_", "ws_01k9zq3v5m0000000000000000", "ws_eu1_01K9ZQ3V5M0000000000000000"]
        {
            assert_eq!(WorkspaceId::parse(text), None, "{text}");
        }
    }
}
