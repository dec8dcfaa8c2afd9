//! How well something fits what was typed: what begins with it comes before what has a word that does, and that before
//! what holds it anywhere. Everything here is folded: in small letters, without accents.

/// How well something fits, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// It begins with what was typed.
    Beginning,
    /// Each word that was typed begins one of its words.
    Word,
    /// It holds each word that was typed.
    Within,
}

/// How well something that is known by these texts fits what was typed; `None` if it does not.
pub(super) fn rank(typed: &str, texts: &[String]) -> Option<Rank> {
    let typed = typed.trim();
    if texts.iter().any(|text| text.starts_with(typed)) {
        return Some(Rank::Beginning);
    }
    let mut worst = Rank::Word;
    for wanted in typed.split_whitespace() {
        worst = worst.max(rank_word(wanted, texts)?);
    }
    Some(worst)
}

/// The same of one word.
fn rank_word(wanted: &str, texts: &[String]) -> Option<Rank> {
    let begins = |text: &String| {
        text.starts_with(wanted)
            || text.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(wanted))
    };
    if texts.iter().any(begins) {
        return Some(Rank::Word);
    }
    texts.iter().any(|text| text.contains(wanted)).then_some(Rank::Within)
}

#[cfg(test)]
mod tests {
    use super::{Rank, rank};
    use crate::text::folded;

    fn of(typed: &str, text: &str) -> Option<Rank> {
        rank(&folded(typed), &[folded(text)])
    }

    #[test]
    fn what_begins_with_what_was_typed_comes_before_a_word_that_does_and_that_before_the_rest() {
        assert_eq!(of("ser", "Services"), Some(Rank::Beginning));
        assert_eq!(of("ser", "Reactive Services"), Some(Rank::Word));
        assert_eq!(of("vices", "Reactive Services"), Some(Rank::Within));
        assert_eq!(of("rome", "Reactive Services"), None);
        assert!(Rank::Beginning < Rank::Word && Rank::Word < Rank::Within);
    }

    #[test]
    fn every_word_that_was_typed_has_to_be_found_in_whatever_order() {
        assert_eq!(of("nord paris", "Paris Nord"), Some(Rank::Word));
        assert_eq!(of("nord aris", "Paris Nord"), Some(Rank::Within));
        assert_eq!(of("nord lyon", "Paris Nord"), None);
    }

    #[test]
    fn accents_and_capitals_make_no_difference() {
        assert_eq!(of("ame", "Ame\u{301}lie"), Some(Rank::Beginning));
        assert_eq!(of("E\u{301}QUIPE", "equipe"), Some(Rank::Beginning));
    }

    #[test]
    fn nothing_typed_fits_everything() {
        assert_eq!(of(" ", "Home"), Some(Rank::Beginning));
    }
}
