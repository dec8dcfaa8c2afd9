//! Every scenario that needs no turned clock, against a running worker. `make test-deployed` starts one; without it there
//! is nothing to test here.

use libtest_mimic::{Arguments, Trial};
use std::sync::Arc;
use tests::deployed::Deployed;
use tests::scenarios::{self, Run, Scenario};

fn main() {
    let arguments = Arguments::from_args();
    let Some(deployed) = Deployed::from_environment() else {
        println!("skipped: needs a running worker");
        libtest_mimic::run(&arguments, Vec::new()).exit();
    };
    let deployed = Arc::new(deployed);
    let trials = scenarios::all().into_iter().filter_map(|scenario| trial(&deployed, scenario));
    libtest_mimic::run(&arguments, trials.chain([costs(&deployed), raw(&deployed)]).collect()).exit();
}

/// What each endpoint costs on a real database, as a table.
fn costs(deployed: &Arc<Deployed>) -> Trial {
    let deployed = Arc::clone(deployed);
    Trial::test("deployed::no_endpoint_costs_more_batches_or_statements_than_it_may", move || {
        let costs = tests::costs::measure(&*deployed, &tests::demo::world(deployed.ground(), 1));
        println!("{}", tests::costs::table(&costs));
        tests::costs::assert_bounds(&costs);
        tests::costs::assert_rows(&costs);
        Ok(())
    })
}

/// What no client of HTTP would send: workerd lets it through to the worker all the same.
fn raw(deployed: &Arc<Deployed>) -> Trial {
    let deployed = Arc::clone(deployed);
    Trial::test("deployed::api_5_a_header_that_http_has_no_place_for_gets_a_problem", move || {
        for header in ["x-portico: 1\u{1}", "cookie: a=\u{7f}", "x-\u{60}: \u{b}"] {
            for path in ["/api/me", "/sign-in/entra", "/an/address/in/the/app"] {
                let answer = deployed.send_raw(&format!(
                    "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{header}\r\n\r\n"
                ));
                assert!(answer.starts_with("HTTP/1.1 400 "), "{path} {header:?}: {answer}");
                assert!(answer.contains("\"code\":\"malformed_request\""), "{path} {header:?}: {answer}");
            }
        }
        Ok(())
    })
}

fn trial(deployed: &Arc<Deployed>, scenario: Scenario) -> Option<Trial> {
    let Run::Anywhere(run) = scenario.run.clone() else { return None };
    let deployed = Arc::clone(deployed);
    Some(Trial::test(format!("deployed::{}", scenario.name), move || {
        run(&*deployed, &scenario.world_on(deployed.ground()));
        Ok(())
    }))
}
