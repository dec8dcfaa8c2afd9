//! What lists of cases cost by what they are asked for: each service has stretches of its own in an index, and a period counts
//! what it holds (docs/decisions/0012).

use super::{Cost, cost_of, services_of};
use crate::scenarios::steps::at;
use crate::target::Target;
use crate::world::World;
use shared::api::case_list::{CasesQuestion, ListCases};
use shared::case::filter::MOST_SERVICES;

/// Asks for lists from the plainest to the dearest, and gives each question's name with what it cost.
pub fn lists(target: &dyn Target, world: &World) -> Vec<(&'static str, Cost)> {
    let luca = target.sign_in(world.person("Luca Ferrari"));
    let here = at(world, "Contoso");
    let services = services_of(world);
    let several = |most: usize| {
        let chosen = services.iter().take(most).map(|id| id.as_str());
        CasesQuestion {
            state: "all".into(),
            service: chosen.collect::<Vec<_>>().join(","),
            ..Default::default()
        }
    };
    let ever = |question: CasesQuestion| CasesQuestion { opened_from: "0".into(), ..question };
    let questions = [
        ("open", CasesQuestion::default()),
        ("every state", several(0)),
        ("every state, one service", several(1)),
        ("every state, three services", several(3)),
        ("every state, twenty services", several(MOST_SERVICES)),
        ("every state, a period", ever(several(0))),
        ("every state, twenty services, a period", ever(several(MOST_SERVICES))),
    ];
    let asked = |(name, question): (&'static str, CasesQuestion)| {
        (name, cost_of::<ListCases>(&luca, &here, &question, name))
    };
    questions.map(asked).into()
}
