//! What a worker in JavaScript has to know to do the same work, as JSON: `make bench` measures ours beside it.
//!
//! For each request: its path, and the statements of its one batch as our edge sends them in the demo data, in process. A
//! value that follows from the request is named instead of given: `{ "is": "session" }`. With them the policy.
//!
//! - `--seed N`, `--idp URL` as the demo data was written with

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a program of the tests: what is not as expected has to stop it"
)]

use edge::ports::{Statement, Value};
use serde_json::{Value as Json, json};
use shared::access::{AtWorkspace, Origin, POLICY, PermissionSet};
use shared::api::case_list::{CasesQuestion, ListCases};
use shared::api::workspace::GetAccess;
use shared::api::{Empty, Endpoint, fill};
use tests::browser::Browser;
use tests::demo;
use tests::files::{self, Arguments};
use tests::in_process::InProcess;
use tests::target::Target;
use tests::world::Ground;

fn main() {
    let arguments = Arguments::read(&["seed", "idp"]);
    let seed = u64::try_from(arguments.number("seed").unwrap_or(1)).unwrap_or_default();
    let idp = arguments.text("idp").unwrap_or("http://localhost:9400").to_owned();
    let world = demo::world(&Ground { idp, now: files::today() }, seed);
    let edge = InProcess::new(&world);
    let target: &dyn Target = &edge;
    let person = world.person("Ada Berg");
    let browser = target.sign_in(person);
    let here = AtWorkspace { workspace: world.workspace("Contoso").id.clone() };
    let all = CasesQuestion { state: "all".into(), ..CasesQuestion::default() };
    let requests = [
        recorded::<GetAccess>(&edge, &browser, &here, &Empty {}),
        recorded::<ListCases>(&edge, &browser, &here, &all),
    ];
    let policy: serde_json::Map<String, Json> = POLICY
        .iter()
        .map(|row| {
            let names = |set: PermissionSet| set.iter().map(|one| one.name()).collect::<Vec<_>>();
            let sides = json!({
                "customer": names(row.allows(Origin::Customer)),
                "provider": names(row.allows(Origin::Provider)),
            });
            (json!(row.role).as_str().unwrap().to_owned(), sides)
        })
        .collect();
    println!("{}", json!({ "identity": person.identity, "requests": requests, "policy": policy }));
}

/// What one request asks of the database.
fn recorded<E: Endpoint<Path = AtWorkspace>>(
    edge: &InProcess,
    browser: &Browser<'_>,
    place: &AtWorkspace,
    request: &E::Request,
) -> Json {
    let before = edge.machine.batches().len();
    browser.call::<E>(place, request).unwrap();
    let batches = edge.machine.batches().split_off(before);
    let [(_, statements)] = batches.as_slice() else { panic!("{} takes {} batches", E::PATH, batches.len()) };
    // The first statement asks who the caller is: which session, whose, where.
    let [session, identity, workspace] = statements[0].values.as_slice() else {
        panic!("the caller is found by other values")
    };
    let named = [(session, "session"), (identity, "identity"), (workspace, "workspace")];
    let query = serde_urlencoded::to_string(request).unwrap();
    json!({
        "endpoint": format!("{} {}", E::METHOD.name(), E::PATH),
        "path": format!("{}?{query}", fill(E::PATH, place)).trim_end_matches('?'),
        "statements": statements.iter().map(|one| statement(one, &named)).collect::<Vec<_>>(),
    })
}

fn statement(statement: &Statement, named: &[(&Value, &str)]) -> Json {
    let value = |value: &Value| match (named.iter().find(|(known, _)| *known == value), value) {
        (Some((_, name)), _) => json!({ "is": name }),
        (None, Value::Null) => Json::Null,
        (None, Value::Number(number)) => json!(number),
        (None, Value::Text(text)) => json!(text),
    };
    json!({ "sql": statement.sql, "values": statement.values.iter().map(value).collect::<Vec<_>>() })
}
