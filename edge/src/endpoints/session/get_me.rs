//! `GET /api/me`

use crate::pipeline::{Asked, FromShard, PersonalQuery, Read, RowFault};
use crate::settings::Settings;
use crate::store;
use crate::store::person::Named;
use crate::store::profile::StoredProfile;
use crate::store::workspace::Entries;
use shared::access::IdentityFacts;
use shared::api::session::{GetMe, HelpContact, Me};
use shared::problem::{Problem, ProblemCode};
use shared::profile::Profile;
use shared::workspace::{WorkspaceEntry, landing};

impl PersonalQuery for GetMe {
    type Rows = (((Option<Named>, Result<Entries, RowFault>), Option<HelpContact>), Option<StoredProfile>);

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        store::person::named(asked.who)
            .zip(store::workspace::entries(asked.who, asked.now))
            .zip(store::person::customers_contact(asked.who))
            .zip(store::profile::of(asked.who))
    }

    fn answer(
        proof: &IdentityFacts,
        shards: Vec<FromShard<Self::Rows>>,
        asked: &Asked<'_, Self>,
        settings: &Settings,
    ) -> Result<Me, Problem> {
        let (mut named, mut ask, mut last_opened_at) = (None, None, None);
        let (mut workspaces, mut unreachable, mut profiles) = (Vec::new(), Vec::new(), Vec::new());
        for from in shards {
            let Some((((known, entries), contact), stored)) = from.rows else {
                unreachable.push(from.shard.region().to_owned());
                continue;
            };
            named = named.or(known);
            profiles.extend(stored);
            ask = ask.or(contact);
            let entries = entries.map_err(|_| Problem::new(ProblemCode::Internal))?;
            workspaces.extend(entries.workspaces);
            last_opened_at = last_opened_at.max(entries.last_opened_at);
        }
        let named: Named = named.ok_or_else(|| Problem::new(ProblemCode::Busy))?;
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
            name: named.name,
            email: named.email,
            profile: store::profile::latest(profiles.into_iter())
                .map_or_else(Profile::default, |stored| stored.profile),
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
