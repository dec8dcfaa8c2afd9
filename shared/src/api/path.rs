//! Paths: filled by the client, matched by tests and documents. The worker's router uses `matchit` on the same text.

use crate::access::Place;

/// A path with its parameters filled in. Ids are of characters that need no escaping.
pub fn fill<P: Place>(path: &str, place: &P) -> String {
    place
        .parameters()
        .into_iter()
        .fold(path.to_owned(), |path, (name, value)| path.replace(&format!("{{{name}}}"), value))
}

/// The values of a path's parameters in a concrete path; `None` if it is not of that form.
pub fn matches<'a>(pattern: &'a str, path: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let mut found = Vec::new();
    let (mut pattern, mut path) = (pattern.split('/'), path.split('/'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return Some(found),
            (Some(expected), Some(actual)) => {
                match expected.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                    Some(name) => found.push((name, actual)),
                    None if expected == actual => {}
                    None => return None,
                }
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{fill, matches};
    use crate::access::AtWorkspace;
    use crate::{id::WorkspaceId, region::Shard, time::Timestamp};

    #[test]
    fn a_filled_path_matches_its_pattern() {
        let pattern = "/api/workspaces/{workspace}/cases";
        let workspace = WorkspaceId::new(Shard::parse("eu1").unwrap(), Timestamp::from_millis(0), [1; 10]);
        let path = fill(pattern, &AtWorkspace { workspace: workspace.clone() });
        assert_eq!(matches(pattern, &path), Some(vec![("workspace", workspace.as_str())]));
    }

    #[test]
    fn another_path_does_not() {
        assert_eq!(matches("/api/me", "/api/me/"), None);
        assert_eq!(matches("/api/{x}/y", "/api/1/z"), None);
    }
}
