//! What is done in a history: chosen by chance, but so that what is done has to do with one another.

use super::command::{CLOUD, Look, Set, Taken, What, Who};
use crate::world::Chance;
use shared::case::lifecycle::Move;
use shared::service::switch::{Start, Switch};

/// What a history is mostly about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Handing services out and using them.
    Services,
    /// One case, and many who write in it.
    Case,
    /// Sessions, in two regions.
    Sessions,
    /// All of it.
    Everything,
}

impl Theme {
    /// One of them.
    pub fn any(chance: &mut Chance) -> Self {
        *chance.weighted(&[(4, Self::Services), (2, Self::Case), (3, Self::Sessions), (2, Self::Everything)])
    }

    /// What is done next, and by whom.
    pub fn next(self, chance: &mut Chance) -> (What, Option<Who>) {
        let theme = match self {
            Self::Everything => *chance.pick(&[Self::Services, Self::Case, Self::Sessions]),
            theme => theme,
        };
        match theme {
            Self::Services | Self::Everything => services(chance),
            Self::Case => case(chance),
            Self::Sessions => sessions(chance),
        }
    }
}

fn services(chance: &mut Chance) -> (What, Option<Who>) {
    let administrator = Some(*chance.pick(&[Who::Irma, Who::Nils]));
    let user = *chance.pick(&[Who::Vera, Who::Vera, Who::Karl, Who::Otto]);
    let set = *chance.pick::<Set>(&[0, 0, CLOUD, 2, 3, 4, 7]);
    match chance.below(20) {
        0..=4 => (What::Save(some_people(chance), set), administrator),
        5 | 6 => (What::SaveGroup(set), administrator),
        7 => {
            let start = *chance.pick(&[Start::Today, Start::Nothing, Start::Kept]);
            let switch = if chance.percent(60) { Switch::Off } else { Switch::On(start) };
            (What::Switch(switch), administrator)
        }
        8 => (What::Members, administrator),
        9 => (What::Group, administrator),
        10 => (What::Feature, administrator),
        11 => (What::Take(taken(chance)), None),
        12 => (What::Access, Some(user)),
        13 => (What::Cases, Some(user)),
        _ => (What::Open(1 << chance.below(3)), Some(user)),
    }
}

fn some_people(chance: &mut Chance) -> Vec<Who> {
    let among = [Who::Vera, Who::Otto, Who::Karl];
    let mut people: Vec<Who> = among.into_iter().filter(|_| chance.percent(45)).collect();
    if people.is_empty() {
        people.push(*chance.pick(&among));
    }
    people
}

fn taken(chance: &mut Chance) -> Taken {
    *chance.pick(&[Taken::Grant, Taken::Place, Taken::Membership, Taken::Service, Taken::Workspace])
}

fn case(chance: &mut Chance) -> (What, Option<Who>) {
    let customer = Some(*chance.pick(&[Who::Vera, Who::Vera, Who::Karl]));
    let theirs = [Move::Assign, Move::Start, Move::AskCustomer, Move::GoOn, Move::Resolve, Move::TakeUpAgain];
    match chance.below(20) {
        0..=4 => (What::Answer, customer),
        5 | 6 => (What::Answer, Some(Who::Erik)),
        7..=9 => (What::Move(*chance.pick(&theirs)), Some(Who::Erik)),
        10..=12 => (What::Move(*chance.pick(&[Move::Solved, Move::Close])), customer),
        13 => (What::Note, Some(Who::Erik)),
        14 => (What::SaveView(byte(chance, 2), byte(chance, 3)), Some(Who::Vera)),
        15 => (What::RemoveView(byte(chance, 2)), Some(Who::Vera)),
        16 => (What::Views, Some(Who::Vera)),
        17 => (What::Take(*chance.pick(&[Taken::Grant, Taken::Service, Taken::Workspace])), None),
        _ => (What::Case, if chance.percent(40) { Some(Who::Erik) } else { customer }),
    }
}

fn sessions(chance: &mut Chance) -> (What, Option<Who>) {
    let vera = Some(Who::Vera);
    let other = *chance.pick(&[Who::Vera, Who::Vera, Who::Vera, Who::Karl]);
    match chance.below(22) {
        0 | 1 => (What::SignOut, Some(other)),
        2 | 3 => (What::SignOutEverywhere, vera),
        4 | 5 => (What::SignOutMember(other), Some(*chance.pick(&[Who::Irma, Who::Nils]))),
        6..=8 => (What::SignIn(other), Some(other)),
        9 | 10 => (What::SetProfile(look(chance)), vera),
        11 | 12 => (What::Me, vera),
        13 | 14 => (What::OpenAbroad, vera),
        15 => (What::AccessAbroad, vera),
        16 => (What::Access, Some(other)),
        17 => (What::Answer, Some(other)),
        18 => (What::SaveView(byte(chance, 2), byte(chance, 3)), vera),
        _ => (What::Open(CLOUD), vera),
    }
}

fn byte(chance: &mut Chance, below: usize) -> u8 {
    u8::try_from(chance.below(below)).unwrap()
}

fn look(chance: &mut Chance) -> Look {
    byte(chance, 9)
}
