//! `PUT /api/workspaces/{workspace}/case-views`

use crate::pipeline::{Asked, Command, Commit, Context, Expectation, Read};
use crate::store::{case_view, guard};
use shared::access::{Authorized, permit};
use shared::api::case_list::{CaseView, CaseViews, SaveCaseView};
use shared::case::filter::{ViewName, check_view};
use shared::problem::{Fault, Problem};

impl Command for SaveCaseView {
    type Rows = Vec<CaseView>;

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        case_view::all(&asked.path.workspace, asked.who)
    }

    fn admit(_: &Authorized<permit::CasesView>, _: &Self::Rows) -> Result<(), Problem> {
        Ok(())
    }

    /// A view says how its owner likes to look at cases and changes nothing for anybody: it leaves no event.
    fn decide(
        auth: &Authorized<permit::CasesView>,
        mut views: Self::Rows,
        asked: &Asked<'_, Self>,
        _: &Context<'_>,
    ) -> Result<Commit<CaseViews>, Problem> {
        let mut faults = check_view(&asked.request.query).err().unwrap_or_default();
        let name = ViewName::parse(&asked.request.name).map_err(|fault| faults.push(fault.of("name"))).ok();
        let Some(name) = name.filter(|_| faults.is_empty()) else { return Err(Problem::invalid(faults)) };
        let view = CaseView { name: name.as_str().to_owned(), query: asked.request.query.clone() };
        match views.binary_search_by(|other| other.name.cmp(&view.name)) {
            Ok(place) => views.iter_mut().skip(place).take(1).for_each(|former| *former = view.clone()),
            Err(_) if views.len() >= CaseViews::MOST => {
                return Err(Problem::invalid(vec![Fault::TooLong { most: CaseViews::MOST }.of("views")]));
            }
            Err(place) => views.insert(place, view.clone()),
        }
        // Another tab may be saving its own at this moment.
        let room = guard::room_for_view(auth, &view.name, CaseViews::MOST);
        Ok(Commit::of_a_mark(CaseViews { views })
            .expecting(Expectation::new(room))
            .writing(case_view::save(auth, &view)))
    }
}
