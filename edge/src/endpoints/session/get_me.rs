//! `GET /api/me`

use crate::pipeline::{Asked, FromShard, PersonalQuery, Read, RowFault};
use crate::settings::Settings;
use crate::store;
use crate::store::person::Profile;
use crate::store::workspace::Entries;
use shared::access::IdentityFacts;
use shared::api::session::{GetMe, HelpContact, Me};
use shared::problem::{Problem, ProblemCode};
use shared::workspace::{WorkspaceEntry, landing};

impl PersonalQuery for GetMe {
    type Rows = ((Option<Profile>, Result<Entries, RowFault>), Option<HelpContact>);

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        store::person::profile(asked.who)
            .zip(store::workspace::entries(asked.who, asked.now))
            .zip(store::person::customers_contact(asked.who))
    }

    fn answer(
        proof: &IdentityFacts,
        shards: Vec<FromShard<Self::Rows>>,
        asked: &Asked<'_, Self>,
        settings: &Settings,
    ) -> Result<Me, Problem> {
        let (mut profile, mut ask, mut last_opened_at) = (None, None, None);
        let (mut workspaces, mut unreachable) = (Vec::new(), Vec::new());
        for from in shards {
            let Some(((known, entries), contact)) = from.rows else {
                unreachable.push(from.shard.region().to_owned());
                continue;
            };
            profile = profile.or(known);
            ask = ask.or(contact);
            let entries = entries.map_err(|_| Problem::new(ProblemCode::Internal))?;
            workspaces.extend(entries.workspaces);
            last_opened_at = last_opened_at.max(entries.last_opened_at);
        }
        let profile = profile.ok_or_else(|| Problem::new(ProblemCode::Busy))?;
        let name_of = |entry: &WorkspaceEntry| (entry.customer.clone(), entry.name.clone(), entry.id.clone());
        workspaces.sort_by_key(name_of);
        let desk = || HelpContact {
            name: settings.provider_name.clone(),
            email: Some(settings.provider_contact.clone()),
        };
        // Whoever's workspaces may lie in a region that is silent is not in none (ID-6).
        let in_none = workspaces.is_empty() && unreachable.is_empty();
        let ask = in_none.then(|| ask.unwrap_or_else(desk));
        Ok(Me {
            identity: proof.id.clone(),
            name: profile.name,
            email: profile.email,
            origin: proof.origin,
            account: proof.account,
            landing: landing(&workspaces, last_opened_at).map(|entry| entry.id.clone()),
            workspaces,
            ask,
            unreachable,
            provider: settings.provider_name.clone(),
            now: asked.now,
        })
    }
}
