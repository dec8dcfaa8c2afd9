//! Paths: what the worker's router makes of them, held against what the declarations say.

use edge::pipeline::route::{Found, find};
use shared::access::{AtCase, AtMember, AtWorkspace, Place};
use shared::api::{ENDPOINTS, fill, matches};

/// Looks a path up under every method. The router finds an endpoint exactly where one is declared, with the same parameters;
/// what is read of them fills the path again.
pub fn read(input: &[u8]) {
    let path = String::from_utf8_lossy(input);
    for method in ["GET", "POST", "PUT", "DELETE", "HEAD"] {
        let method: http::Method = method.parse().unwrap();
        if let Found::Route(route, parameters) = find(&method, &path) {
            let declared = route.declaration().path;
            let named: Vec<_> =
                parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            assert_eq!(matches(declared, &path).as_deref(), Some(&named[..]), "{path}");
            filled_again::<AtWorkspace>(declared, &path, &named);
            filled_again::<AtCase>(declared, &path, &named);
            filled_again::<AtMember>(declared, &path, &named);
        }
    }
    for endpoint in ENDPOINTS {
        let values = matches(endpoint.path, &path);
        if values.is_some_and(|values| values.iter().all(|(_, value)| !value.is_empty())) {
            let method: http::Method = endpoint.method.name().parse().unwrap();
            assert!(matches!(find(&method, &path), Found::Route(..)), "{path}");
        }
    }
}

/// Every endpoint's path with ids in it.
pub fn seeds() -> Vec<Vec<u8>> {
    let id = |prefix: &str| format!("{prefix}_eu1_01k9zq3v5m0123456789abcdef");
    let filled = |path: &str| {
        let path = path.replace("{workspace}", &id("ws")).replace("{case}", &id("case"));
        path.replace("{member}", &id("mem")).into_bytes()
    };
    ENDPOINTS.iter().map(|endpoint| filled(endpoint.path)).collect()
}

/// Where the parameters are those of this place and no more, the place fills the path as it was.
fn filled_again<P: Place>(declared: &str, path: &str, named: &[(&str, &str)]) {
    let value = |name: &str| named.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    if let Some(place) = P::read(value)
        && place.parameters().len() == named.len()
    {
        assert_eq!(fill(declared, &place), path);
    }
}
