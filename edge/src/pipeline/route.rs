//! From a path to the endpoint that answers there.

use super::command::{self, Command};
use super::everywhere::{self, OpenQuery, PersonalQuery};
use super::exchange::{Answer, Exchange};
use super::personal_command::{self, PersonalCommand};
use super::query::{self, Query};
use crate::endpoints;
use crate::ports::PortFuture;
use matchit::Router;
use shared::api::Declaration;
use std::sync::OnceLock;

/// What answers at an endpoint.
pub type Handler = for<'a> fn(&'a Exchange<'a>) -> PortFuture<'a, Answer>;

/// An endpoint's declaration with its handler. There is no way to one without a declared requirement, and none to a handler
/// that runs before its check.
pub struct Route {
    declaration: Declaration,
    handler: Handler,
}

impl Route {
    /// The declaration.
    pub fn declaration(&self) -> &Declaration {
        &self.declaration
    }

    /// Answers a request.
    pub fn answer<'a>(&self, exchange: &'a Exchange<'a>) -> PortFuture<'a, Answer> {
        (self.handler)(exchange)
    }
}

/// A route to an endpoint that looks at a workspace.
pub const fn query<Q: Query>() -> Route {
    Route { declaration: Declaration::of::<Q>(), handler: |exchange| Box::pin(query::answer::<Q>(exchange)) }
}

/// A route to an endpoint that changes a workspace.
pub const fn command<C: Command>() -> Route {
    Route {
        declaration: Declaration::of::<C>(),
        handler: |exchange| Box::pin(command::perform::<C>(exchange)),
    }
}

/// A route to an endpoint that anybody may ask.
pub const fn open<Q: OpenQuery>() -> Route {
    Route {
        declaration: Declaration::of::<Q>(),
        handler: |exchange| Box::pin(everywhere::answer_openly::<Q>(exchange)),
    }
}

/// A route to an endpoint about a person.
pub const fn personal<Q: PersonalQuery>() -> Route {
    let handler: Handler = |exchange| Box::pin(everywhere::answer_personally::<Q>(exchange));
    Route { declaration: Declaration::of::<Q>(), handler }
}

/// A route to an endpoint that changes what concerns a person.
pub const fn personal_command<C: PersonalCommand>() -> Route {
    let handler: Handler = |exchange| Box::pin(personal_command::perform::<C>(exchange));
    Route { declaration: Declaration::of::<C>(), handler }
}

/// What a path leads to.
pub enum Found<'r> {
    /// An endpoint, with the values of its path's parameters.
    Route(&'r Route, Vec<(String, String)>),
    /// A path with endpoints, none of this method, and the methods that they have.
    OtherMethod(Vec<&'static str>),
    /// No endpoint.
    Nothing,
}

/// Finds the endpoint of a request.
pub fn find(method: &http::Method, path: &str) -> Found<'static> {
    let Ok(found) = table().at(path) else { return Found::Nothing };
    let asked = |route: &&&Route| route.declaration.method.name() == method.as_str();
    let Some(route) = found.value.iter().find(asked) else {
        return Found::OtherMethod(found.value.iter().map(|route| route.declaration.method.name()).collect());
    };
    let parameters = found.params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Found::Route(route, parameters)
}

/// The table of routes by path. Built once an isolate; it holds nothing of a person or a tenant.
fn table() -> &'static Router<Vec<&'static Route>> {
    static TABLE: OnceLock<Router<Vec<&'static Route>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut router: Router<Vec<&Route>> = Router::new();
        for path in paths() {
            let here = endpoints::ROUTES.iter().filter(|route| route.declaration.path == path).collect();
            // Two declarations whose paths can't stand in one table: a test finds that before anybody deploys it.
            let _ = router.insert(path, here);
        }
        router
    })
}

fn paths() -> Vec<&'static str> {
    let mut paths: Vec<_> = endpoints::ROUTES.iter().map(|route| route.declaration.path).collect();
    paths.sort_unstable();
    paths.dedup();
    paths
}

#[cfg(test)]
mod tests {
    use super::{Found, find};
    use crate::endpoints::ROUTES;
    use shared::api::ENDPOINTS;

    #[test]
    fn every_declared_endpoint_has_a_handler_and_its_path_leads_there() {
        assert_eq!(ROUTES.len(), ENDPOINTS.len());
        for declaration in ENDPOINTS {
            let method = declaration.method.name().parse().unwrap();
            let Found::Route(route, _) = find(&method, declaration.path) else {
                panic!("{} {} leads nowhere", declaration.method.name(), declaration.path);
            };
            assert_eq!(route.declaration.summary, declaration.summary);
        }
    }

    #[test]
    fn a_path_that_nobody_declared_leads_nowhere() {
        assert!(matches!(find(&http::Method::GET, "/api/nothing"), Found::Nothing));
        let Found::OtherMethod(there) = find(&http::Method::DELETE, "/api/me") else {
            panic!("somebody declared it");
        };
        assert_eq!(there, ["GET"]);
    }
}
