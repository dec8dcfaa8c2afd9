//! Regions and shards: where a customer's rows live.
//!
//! A region (`eu`) may have several shards (`eu1`, `eu2`); a shard is one database. Every customer-owned id carries its
//! shard, so a path names its database: `/api/workspaces/ws_eu1_01k…` needs no lookup to find `DB_EU1`.

use std::fmt;

/// One database of a region, written as region letters and a number: `eu1`.
///
/// Two to four lower-case letters, then one or two digits without a leading zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard {
    bytes: [u8; 6],
    length: u8,
}

impl Shard {
    /// Reads a shard's name; `None` if it has not the form of one.
    pub fn parse(text: &str) -> Option<Self> {
        let letters = text.bytes().take_while(u8::is_ascii_lowercase).count();
        let digits = text.get(letters..)?;
        let well_formed = (2..=4).contains(&letters)
            && (1..=2).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0');
        if !well_formed {
            return None;
        }
        let mut bytes = [0; 6];
        for (slot, byte) in bytes.iter_mut().zip(text.bytes()) {
            *slot = byte;
        }
        Some(Self { bytes, length: u8::try_from(text.len()).ok()? })
    }

    /// The shard's name: `eu1`.
    pub fn as_str(&self) -> &str {
        self.bytes
            .get(..usize::from(self.length))
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or("")
    }

    /// The region's letters: `eu`.
    pub fn region(&self) -> &str {
        self.as_str().trim_end_matches(|letter: char| letter.is_ascii_digit())
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shard({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::Shard;

    #[test]
    fn a_shard_is_letters_and_a_number() {
        let shard = Shard::parse("eu1").unwrap();
        assert_eq!((shard.as_str(), shard.region()), ("eu1", "eu"));
        assert_eq!(Shard::parse("apac12").unwrap().region(), "apac");
    }

    #[test]
    fn anything_else_is_no_shard() {
        for text in ["", "eu", "1", "e1", "eu01", "eu123", "EU1", "eu1x", "europe1", "eü1"] {
            assert_eq!(Shard::parse(text), None, "{text}");
        }
    }
}
