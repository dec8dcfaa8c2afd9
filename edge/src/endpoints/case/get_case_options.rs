//! `GET /api/workspaces/{workspace}/case-options`

use crate::pipeline::{Asked, Query, Read};
use crate::store::catalogue::{self, ProblemTypeRow};
use shared::access::{Authorized, permit};
use shared::api::case::{CaseOptions, GetCaseOptions, ProblemTypeChoice, ProductChoice};
use shared::problem::Problem;

impl Query for GetCaseOptions {
    type Rows = Vec<ProblemTypeRow>;

    fn read(_: &Asked<'_, Self>) -> Read<Self::Rows> {
        catalogue::problem_types()
    }

    fn answer(
        _: &Authorized<permit::CasesOpen>,
        rows: Self::Rows,
        _: &Asked<'_, Self>,
    ) -> Result<CaseOptions, Problem> {
        let mut products: Vec<ProductChoice> = Vec::new();
        for row in rows {
            let choice = ProblemTypeChoice { id: row.problem_type, name: row.problem_type_name };
            match products.last_mut().filter(|product| product.id == row.product) {
                Some(product) => product.problem_types.push(choice),
                None => {
                    let (id, name) = (row.product, row.product_name);
                    products.push(ProductChoice { id, name, problem_types: vec![choice] });
                }
            }
        }
        Ok(CaseOptions { products })
    }
}
