//! What the cases of the demo data are about: for each service, a few things that go wrong in a real estate, told by
//! both sides. Words in braces are filled anew for every case: `{host}`, `{site}`, `{app}`, `{time}`, `{count}`.

mod cloud;
mod collaboration;
mod database;
mod endpoint;
mod identity;
mod network;

use crate::world::Chance;
use shared::case::Language;

/// Something that goes wrong, from the first description to the fix.
#[derive(Debug)]
pub(in crate::demo) struct Story {
    /// The language it is told in; internal notes are always in English.
    pub language: Language,
    /// The product and the problem type.
    pub about: (&'static str, &'static str),
    /// Titles to choose from.
    pub titles: &'static [&'static str],
    /// The description, in Markdown.
    pub description: &'static str,
    /// What it does to the business.
    pub impact: &'static str,
    /// What the engineer asks first.
    pub question: &'static str,
    /// What the customer answers.
    pub answer: &'static str,
    /// What the engineer writes down for colleagues.
    pub note: &'static str,
    /// How it ends.
    pub fix: &'static str,
}

/// The stories of a service, by the first word of its name.
pub(in crate::demo) fn of(service: &str) -> &'static [Story] {
    match service.split(' ').next() {
        Some("Cloud") => cloud::STORIES,
        Some("Database") => database::STORIES,
        Some("Identity") => identity::STORIES,
        Some("Network") => network::STORIES,
        Some("Endpoint") => endpoint::STORIES,
        Some("Collaboration") => collaboration::STORIES,
        _ => panic!("there are no stories for `{service}`"),
    }
}

/// The words that a case's braces are filled with.
#[derive(Debug)]
pub(in crate::demo) struct Slots(Vec<(&'static str, String)>);

impl Slots {
    /// Chooses the words of one case; its sites are those of one side of the Atlantic.
    pub(in crate::demo) fn choose(chance: &mut Chance, language: Language, sites: &[(&str, &str)]) -> Self {
        let apps: &[&str] = match language {
            Language::En => {
                &["order intake", "warehouse planning", "payroll", "the customer portal", "claims handling"]
            }
            Language::Fr => {
                &["la prise de commandes", "la paie", "le portail client", "la gestion des sinistres"]
            }
        };
        let (site, code) = *chance.pick(sites);
        let time = format!("{:02}:{:02}", chance.between(6, 17), 5 * chance.between(0, 11));
        Self(vec![
            ("{host}", format!("{code}-app-{:02}", chance.between(1, 48))),
            ("{site}", site.into()),
            ("{app}", (*chance.pick(apps)).into()),
            ("{time}", time),
            ("{count}", chance.between(12, 340).to_string()),
        ])
    }

    /// A title with its braces filled; one that begins with what people call a system begins with a capital letter.
    pub(in crate::demo) fn title(&self, text: &str) -> String {
        let title = self.fill(text);
        let mut letters = title.chars();
        match letters.next().filter(|_| text.starts_with("{app}")) {
            Some(first) => first.to_uppercase().chain(letters).collect(),
            None => title,
        }
    }

    /// A text with its braces filled.
    pub(in crate::demo) fn fill(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (slot, word)| text.replace(slot, word))
    }
}
