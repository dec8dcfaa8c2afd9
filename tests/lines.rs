//! What is kept of members and workspaces, so that lists and plans read little, stays what its sources say, whatever changes
//! them: commands, and changes that no command makes yet, in any order.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what is not as expected has to stop a test, in the functions that several share too"
)]

use shared::access::Permission;
use shared::api::Empty;
use shared::api::members::ListMembers;
use shared::api::reactive_services::{ListGroupServices, ListMemberServices};
use shared::api::workspace::{HoldersQuestion, ListHolders};
use shared::service::switch::Switch;
use tests::browser::Browser;
use tests::commands::ALL;
use tests::in_process::{Database, InProcess, ground};
use tests::lines::{check, difference, kept_workspaces};
use tests::scenarios::office::office;
use tests::scenarios::random_worlds::random_world;
use tests::scenarios::steps::{at, feature, save, save_groups, switch, text};
use tests::target::Target;
use tests::world::{Chance, World, eu1};

const WORLDS: usize = 12;
const CHANGES: usize = 60;

/// Every kind of change to what a line is drawn from. `{x}`, `{y}` are any numbers, `{n}` one that is new, `{services}` a set.
const KINDS: [&str; 34] = [
    "UPDATE identity SET name = 'Name {n}' WHERE id = {person}",
    "UPDATE identity SET email = 'mail{n}@example.com' WHERE id = {person}",
    "UPDATE identity SET email = NULL WHERE id = {person}",
    "UPDATE identity SET account = 'personal' WHERE id = {person}",
    "UPDATE identity SET disabled_at = {n} WHERE id = {person}",
    "UPDATE identity SET disabled_at = NULL WHERE id = {person}",
    "UPDATE identity SET seen_at = {n} WHERE id = {person}",
    "DELETE FROM identity WHERE id = {person}",
    "INSERT INTO identity SELECT identity_id, 'issuer', 'tenant', 'object {n}', 'customer', 'work', 'New {n}', NULL, 0, NULL
     FROM member WHERE identity_id NOT IN (SELECT id FROM identity) LIMIT 1",
    "UPDATE member SET status = 'removed' WHERE id = {member}",
    "UPDATE member SET status = 'active' WHERE id = {member}",
    "UPDATE member SET invited = 1 - invited WHERE id = {member}",
    "UPDATE member SET access_version = access_version + 1, last_opened_at = {n} WHERE id = {member}",
    "DELETE FROM member WHERE id = {member}",
    "INSERT OR IGNORE INTO member SELECT 'mem_eu1_new{n}', {workspace}, {person}, 'active', 1, NULL, 1",
    "INSERT OR IGNORE INTO group_member VALUES ({person}, {group})",
    "INSERT OR IGNORE INTO group_member VALUES ({person}, {group})",
    "DELETE FROM group_member WHERE (identity_id, group_id) IN
       (SELECT identity_id, group_id FROM group_member LIMIT 1 OFFSET {x} % max(1, (SELECT count(*) FROM group_member)))",
    "INSERT OR IGNORE INTO group_grant VALUES ('gra_eu1_new{n}', {workspace}, {group}, NULL)",
    "INSERT OR IGNORE INTO group_grant VALUES ('gra_eu1_new{n}', {workspace}, {group}, {n})",
    "DELETE FROM grant_role WHERE grant_id = {grant}; DELETE FROM group_grant WHERE id = {grant}",
    "UPDATE group_grant SET ends_at = {n} WHERE id = {grant}",
    "INSERT OR IGNORE INTO grant_role SELECT id, 'learning_user' FROM group_grant WHERE id = {grant}",
    "DELETE FROM grant_role WHERE grant_id = {grant}",
    "UPDATE directory_group SET name = 'Group {n}' WHERE id = {group}",
    "UPDATE agreement SET number = 'ESA {n}' WHERE id = {agreement}",
    "INSERT OR IGNORE INTO workspace_agreement VALUES ({workspace}, {agreement})",
    "DELETE FROM workspace_agreement WHERE workspace_id = {workspace} AND agreement_id = {agreement}",
    "INSERT OR IGNORE INTO agreement_person VALUES ({person}, {agreement}, 'support_contact')",
    "DELETE FROM agreement_person WHERE identity_id = {person}",
    "INSERT OR IGNORE INTO workspace_administrator VALUES ({workspace}, {person})",
    "DELETE FROM workspace_administrator WHERE workspace_id = {workspace}",
    "INSERT INTO service_set SELECT workspace_id, id, json_array('{n}'), 1 FROM {subject} WHERE true
     ON CONFLICT DO UPDATE SET services = excluded.services, version = version + 1",
    "DELETE FROM service_set WHERE subject_id IN (SELECT id FROM {subject})",
];

/// A change of a kind, to rows that chance picks.
fn change(kind: &str, chance: &mut Chance, new: usize) -> String {
    let mut any = |table: &str| {
        let place = chance.below(1_000);
        format!(
            "(SELECT id FROM {table} ORDER BY id LIMIT 1 OFFSET {place} % max(1, (SELECT count(*) FROM {table})))"
        )
    };
    let (grant, member) = (any("group_grant"), any("member"));
    let sql = [
        ("{person}", any("identity")),
        ("{workspace}", any("workspace")),
        ("{group}", any("directory_group")),
        ("{agreement}", any("agreement")),
    ]
    .iter()
    .fold(kind.to_owned(), |sql, (name, id)| sql.replace(name, id));
    let subject = match chance.percent(50) {
        true => format!("(SELECT id, workspace_id FROM group_grant WHERE id = {grant})"),
        false => format!("(SELECT id, workspace_id FROM member WHERE id = {member})"),
    };
    sql.replace("{grant}", &grant)
        .replace("{member}", &member)
        .replace("{subject}", &subject)
        .replace("{x}", &chance.below(1_000).to_string())
        .replace("{n}", &new.to_string())
}

/// Ends a change as commands end one: what is kept of workspaces is drawn anew.
const ENDED: &str = "UPDATE workspace SET access_version = access_version + 1";

#[test]
fn acc_7_what_is_kept_of_members_is_what_the_sources_say_whatever_has_changed() {
    for number in 0..WORLDS {
        let world = random_world(&ground(), &format!("lines {number}"));
        let target = InProcess::new(&world);
        let database = target.machine.database(eu1());
        let mut chance = Chance::named(&format!("lines {number}"));
        let browsers = ALL.map(|one| (one, (&target as &dyn Target).sign_in(world.person(one.person))));
        check(database);
        for new in 0..CHANGES {
            if chance.percent(15) {
                let (command, browser) = chance.pick(&browsers);
                let key = format!("a-command-of-lines-{new}");
                let _answered_or_refused = (command.give)(browser, &world, &key);
            } else {
                let kind = *chance.pick(&KINDS);
                database.execute(&change(kind, &mut chance, new));
            }
            check(database);
            if chance.percent(40) {
                database.execute(ENDED);
                check(database);
            }
        }
    }
}

/// Without any one of the triggers, the changes above find it: so each is needed, and none of them is left untried.
#[test]
fn acc_7_no_trigger_that_keeps_a_line_can_be_left_out() {
    let rows = random_world(&ground(), "triggers").rows(eu1()).sql();
    let triggers = Database::new()
        .look("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'line|_%' ESCAPE '|'");
    assert!(triggers.len() > 20);
    for trigger in triggers {
        let name = trigger[0].trim_matches('"');
        let found = |attempt: usize| {
            let database = Database::new();
            database.load(&rows);
            database.execute(&format!("DROP TRIGGER {name}"));
            let mut chance = Chance::named(&format!("without {name}: {attempt}"));
            (0..CHANGES).any(|new| {
                let kind = *chance.pick(&KINDS);
                database.execute(ENDED);
                database.execute(&change(kind, &mut chance, new));
                difference(&database).is_some()
            })
        };
        assert!((0..30).any(found), "nothing changes without {name}");
    }
}

/// A row that is missing is drawn while it is read, so that nothing depends on who changes what; only more rows are read.
#[test]
fn rs_7_groups_are_listed_alike_whether_what_is_kept_of_the_workspace_is_there_or_not() {
    let world = office(&ground(), "drawn");
    let target = InProcess::new(&world);
    let database = target.machine.database(eu1());
    let irma = (&target as &dyn Target).sign_in(world.person("Irma"));
    let here = at(&world, "Office");
    let lists = || {
        (
            irma.call::<ListGroupServices>(&here, &Empty {}).unwrap().groups,
            irma.call::<ListMemberServices>(&here, &Empty {}).unwrap().members,
            irma.call::<ListMembers>(&here, &Empty {}).unwrap().members,
        )
    };
    let kept = lists();
    assert!(kept_workspaces(database) > 0 && !kept.0.is_empty());
    database.execute("DELETE FROM workspace_line");
    assert_eq!(lists(), kept);
    // So many sets that a row can't hold them.
    database.execute(
        "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 30000)
         INSERT INTO service_set
         SELECT (SELECT workspace_id FROM group_grant LIMIT 1), printf('gra_eu1_%026d', x), '[]', 1 FROM n",
    );
    database.execute(ENDED);
    assert_eq!(database.look("SELECT count(*) FROM workspace_line WHERE sets IS NULL"), [["1"]]);
    assert_eq!(lists(), kept);
}

/// What a workspace with very many grants is read from: each list, the holders, the preview of the switch.
fn asked_of_everybody(irma: &Browser<'_>, world: &World) -> (String, String, String, String, String) {
    let here = at(world, "Office");
    let permission = Permission::MembersInvite;
    (
        text(&irma.call::<ListMembers>(&here, &Empty {}).unwrap().members),
        text(&irma.call::<ListMemberServices>(&here, &Empty {}).unwrap().members),
        text(&irma.call::<ListGroupServices>(&here, &Empty {}).unwrap().groups),
        text(&feature(irma, world, "Office").unwrap().seen),
        text(&irma.call::<ListHolders>(&here, &HoldersQuestion { permission }).unwrap().people),
    )
}

/// What is too long for a value of D1's is read from the tables, row by row: so many grants, agreements and sets may there be.
#[test]
fn acc_7_a_workspace_of_more_grants_than_a_value_holds_is_used_as_any_other() {
    let world = office(&ground(), "many grants");
    let target = InProcess::new(&world);
    let database = target.machine.database(eu1());
    let irma = (&target as &dyn Target).sign_in(world.person("Irma"));
    let before = asked_of_everybody(&irma, &world);
    database.execute(&grants_of(25_000, "Group {n} \"of\" the customer", "[]"));
    database.execute(ENDED);
    assert_eq!(database.look(TOO_LONG), [["0", "1", "1"]]);
    let kept = asked_of_everybody(&irma, &world);
    assert_eq!((&kept.0, &kept.1, &kept.4), (&before.0, &before.1, &before.4));
    assert_eq!(
        irma.call::<ListGroupServices>(&at(&world, "Office"), &Empty {}).unwrap().groups.len(),
        25_001
    );
    database.execute("DELETE FROM workspace_line");
    assert!(asked_of_everybody(&irma, &world) == kept, "drawn anew, it is something else");
    for (number, command) in ALL.iter().enumerate() {
        let target = target.fork();
        let browser = (&target as &dyn Target).sign_in(world.person(command.person));
        let answer = (command.give)(&browser, &world, &format!("a-command-of-many-{number}"));
        assert!(answer.status < 500, "{}: {}", command.name, answer.body);
    }
    save(&irma, &world, "Office", &["Otto"], &["Network"]).unwrap();
    save_groups(&irma, &world, "Office", &["Data people", "Group 7 \"of\" the customer"], &["Network"])
        .unwrap();
    switch(&irma, &world, "Office", Switch::Off).unwrap();
    assert_eq!(database.look(TOO_LONG), [["0", "1", "1"]]);
}

/// The values of a row together have to be shorter than D1's longest row, whatever their names are written with.
#[test]
fn acc_7_a_workspace_whose_values_nearly_fill_a_row_is_used_as_any_other() {
    let services = "[\"svc_eu1_00000000000000000000000000\",\"svc_eu1_00000000000000000000000001\"]";
    for (many, name) in
        [(5_000, "Group {n}"), (12_000, "The group {n}"), (3_500, "«é€ü€é€ü€é€ü€é€ü€é€ü€é€ü€é€ü€» {n}")]
    {
        let world = office(&ground(), "full row");
        let target = InProcess::new(&world);
        let database = target.machine.database(eu1());
        database.execute(&grants_of(many, name, services));
        database.execute(ENDED);
        let irma = (&target as &dyn Target).sign_in(world.person("Irma"));
        let listed = irma.call::<ListGroupServices>(&at(&world, "Office"), &Empty {}).unwrap().groups;
        assert_eq!(listed.len(), many + 1, "of {name}");
    }
}

/// Which of a workspace's values are not kept for being too long, in the workspace that has grants.
const TOO_LONG: &str = "SELECT agreements IS NULL, grants IS NULL, sets IS NULL FROM workspace_line
     WHERE workspace_id = (SELECT workspace_id FROM group_grant LIMIT 1)";

/// So many grants more, each of a group of its own, with a set.
fn grants_of(many: usize, name: &str, services: &str) -> String {
    let name = name.replace('{', "' || ").replace('}', " || '").replace("n ||", "x ||");
    format!(
        "CREATE TEMP TABLE number AS WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {many})
           SELECT x, (SELECT workspace_id FROM group_grant LIMIT 1) AS workspace FROM n;
         INSERT INTO directory_group SELECT printf('grp_eu1_%026d', x), 'tenant', x, '{name}' FROM number;
         INSERT INTO group_grant SELECT printf('gra_eu1_%026d', x), workspace, printf('grp_eu1_%026d', x), NULL FROM number;
         INSERT INTO grant_role SELECT printf('gra_eu1_%026d', x), 'support_user' FROM number;
         INSERT INTO service_set SELECT workspace, printf('gra_eu1_%026d', x), '{services}', 1 FROM number;
         DROP TABLE number;"
    )
}
