//! The catalogue: what cases can be about.

use crate::pipeline::Read;
use crate::ports::Statement;
use serde::Deserialize;
use shared::id::{ProblemTypeId, ProductId};

/// A problem type with its product.
#[derive(Debug, Deserialize)]
pub struct ProblemTypeRow {
    /// The product.
    pub product: ProductId,
    /// Its name.
    pub product_name: String,
    /// The problem type.
    pub problem_type: ProblemTypeId,
    /// Its name.
    pub problem_type_name: String,
}

/// Reads all products with their problem types, by name.
pub fn problem_types() -> Read<Vec<ProblemTypeRow>> {
    const ALL: &str = "
        SELECT p.id AS product, p.name AS product_name, t.id AS problem_type, t.name AS problem_type_name
        FROM product p JOIN problem_type t ON t.product_id = p.id
        ORDER BY p.name, p.id, t.name, t.id";
    Read::all(Statement::new(ALL))
}

/// Which of a product and a problem type the catalogue has.
#[derive(Debug, Deserialize)]
pub struct Known {
    /// 1 if it has the product.
    pub product: i64,
    /// 1 if it has the problem type, and it is one of the product's.
    pub problem_type: i64,
}

/// Reads whether the catalogue has a product, and a problem type of it.
pub fn known(product: &ProductId, problem_type: &ProblemTypeId) -> Read<Option<Known>> {
    const KNOWN: &str = "
        SELECT EXISTS (SELECT 1 FROM product WHERE id = ?1) AS product,
               EXISTS (SELECT 1 FROM problem_type WHERE id = ?2 AND product_id = ?1) AS problem_type";
    Read::first(Statement::new(KNOWN).bind(product).bind(problem_type))
}
