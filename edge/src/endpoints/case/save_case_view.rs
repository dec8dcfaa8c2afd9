//! `PUT /api/workspaces/{workspace}/case-views`

use crate::pipeline::{Asked, Command, Commit, Context, Expectation, Read};
use crate::store::case_view;
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

    /// A view says how its owner likes to look at cases and changes nothing for anybody: it leaves no event. It rests on its own
    /// name and on how many there are, so that every tab can save its own at the same time; the answer gives the views that were
    /// read, and this one.
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
            Ok(place) => {
                if let Some(former) = views.get_mut(place) {
                    former.clone_from(&view);
                }
            }
            Err(_) if views.len() >= CaseViews::MOST => {
                return Err(Problem::invalid(vec![Fault::TooLong { most: CaseViews::MOST }.of("views")]));
            }
            Err(place) => views.insert(place, view.clone()),
        }
        let place = Expectation::new(case_view::place(auth, &view.name));
        Ok(Commit::of_a_mark(CaseViews { views }).expecting(place).writing(case_view::save(auth, &view)))
    }
}
