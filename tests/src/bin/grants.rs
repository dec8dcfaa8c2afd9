//! One request of one person in a workspace with many grants, for callgrind to count the instructions of:
//!
//! `valgrind --tool=callgrind --collect-atstart=no --toggle-collect='*ask_once*' grants 100000`
//!
//! In process: the cookie's MAC, the statements in SQLite, the rows' decoding, the decision, the answer. The grants are of
//! groups that the person is not in.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a program of the tests: what is not as expected has to stop it"
)]

use shared::access::AtWorkspace;
use shared::api::Empty;
use shared::api::workspace::GetAccess;
use tests::browser::Browser;
use tests::demo;
use tests::in_process::{InProcess, ground};
use tests::target::Target;
use tests::world::eu1;

fn main() {
    let Some(grants) = std::env::args().nth(1).and_then(|argument| argument.parse::<u32>().ok()) else {
        eprintln!("how many grants?");
        std::process::exit(2);
    };
    let world = demo::world(&ground(), 1);
    let edge = InProcess::new(&world);
    let here = AtWorkspace { workspace: world.workspace("Contoso").id.clone() };
    let numbers =
        format!("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {grants})");
    edge.machine.database(eu1()).execute(&format!(
        "BEGIN;
         {numbers} INSERT INTO directory_group (id, tenant, object, name)
             SELECT printf('many-%08d', i), 'many', printf('object-%08d', i), printf('Group %d', i) FROM n;
         {numbers} INSERT INTO group_grant (id, workspace_id, group_id)
             SELECT printf('gra_eu1_%026d', i), '{}', printf('many-%08d', i) FROM n;
         {numbers} INSERT INTO grant_role (grant_id, role)
             SELECT printf('gra_eu1_%026d', i), 'support_user' FROM n;
         COMMIT;",
        here.workspace
    ));
    let target: &dyn Target = &edge;
    let browser = target.sign_in(world.person("Ada Berg"));
    ask_once(&browser, &here);
}

#[inline(never)]
fn ask_once(browser: &Browser<'_>, here: &AtWorkspace) {
    browser.call::<GetAccess>(here, &Empty {}).unwrap();
}
