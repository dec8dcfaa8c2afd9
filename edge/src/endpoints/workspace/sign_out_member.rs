//! `POST /api/workspaces/{workspace}/members/{member}/sign-out`

use crate::news::{AllEnded, News};
use crate::pipeline::{Asked, AuditEvent, Command, Commit, Context, Expectation, Read, RowFault};
use crate::store;
use crate::store::member::Somebody;
use shared::access::{Authorized, Origin, permit};
use shared::api::Empty;
use shared::api::workspace::SignOutMember;
use shared::id::IdentityId;
use shared::problem::{Problem, ProblemCode};
use shared::time::Timestamp;

/// An administrator ends every session of somebody who is in their workspace, in every region (ID-7): for a lost phone, or
/// somebody who has left. It reaches beyond the workspace, so it is for the customer's own people, and only for members whose
/// membership holds (docs/decisions/0008).
impl Command for SignOutMember {
    type Rows = Result<Option<Somebody>, RowFault>;

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        store::member::somebody(&asked.path.workspace, &asked.path.member)
    }

    fn admit(auth: &Authorized<permit::MembersInvite>, rows: &Self::Rows) -> Result<(), Problem> {
        customers_own(auth, rows).map(|_| ())
    }

    /// The moment that was committed, or a later one that somebody else chose since: nothing more ends by saying it again.
    fn untold(
        auth: &Authorized<permit::MembersInvite>,
        rows: &Self::Rows,
        context: &Context<'_>,
    ) -> Option<News> {
        let somebody = customers_own(auth, rows).ok()?;
        Some(all_ended(somebody, somebody.all_ended_at?, auth.actor().identity(), context))
    }

    fn decide(
        auth: &Authorized<permit::MembersInvite>,
        rows: Self::Rows,
        _: &Asked<'_, Self>,
        context: &Context<'_>,
    ) -> Result<Commit<Empty>, Problem> {
        let somebody = customers_own(auth, &rows)?;
        let at = AllEnded::moment(context.now, somebody.latest_begin);
        let event = AuditEvent::new(context, auth.actor(), "member.signed_out", somebody.facts.id.as_str());
        let still = store::guard::member_unchanged(auth.workspace(), &somebody.facts);
        Ok(Commit::of(event, Empty {}).expecting(Expectation::new(still)).telling(all_ended(
            somebody,
            at,
            auth.actor().identity(),
            context,
        )))
    }
}

/// The member, if they are one of the customer's own people whose membership holds. Whoever is no member here gets the answer
/// of an id that was never given out (WHY-5).
fn customers_own<'r>(
    auth: &Authorized<permit::MembersInvite>,
    rows: &'r Result<Option<Somebody>, RowFault>,
) -> Result<&'r Somebody, Problem> {
    let somebody = rows.as_ref().map_err(|_| Problem::new(ProblemCode::Internal))?.as_ref();
    let (kind, now) = (auth.actor().access().workspace.kind, auth.actor().at());
    let holds = |somebody: &&Somebody| {
        let counting: Vec<_> = somebody.roles.iter().filter(|role| role.counts(kind, now)).cloned().collect();
        somebody.facts.holds(&counting)
    };
    let somebody = somebody.filter(holds).ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
    // Their own session would end with the commit, and a region that does not confirm could not be asked again.
    if somebody.identity == *auth.actor().identity() {
        return Err(Problem::new(ProblemCode::Yourself));
    }
    match somebody.origin {
        Origin::Customer => Ok(somebody),
        Origin::Provider => Err(Problem::new(ProblemCode::ProviderMember)),
    }
}

fn all_ended(somebody: &Somebody, at: Timestamp, by: &IdentityId, context: &Context<'_>) -> News {
    let (identity, random) = (somebody.identity.clone(), context.random());
    News::AllEnded(AllEnded { identity, at, by: by.clone(), random })
}
