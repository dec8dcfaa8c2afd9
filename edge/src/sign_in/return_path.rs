//! Where a browser goes on after signing in.

use serde::{Deserialize, Serialize};

const LONGEST: usize = 512;

/// A path of the app, with its query: where the browser goes on after signing in.
///
/// Never an address of another site, however it is written, and nothing that does something by being opened: an open
/// redirector would lend our name to whoever links to it (RFC 9700 §4.11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReturnPath(String);

impl ReturnPath {
    /// Reads a path; `None` if it is not one to return to.
    pub fn parse(text: &str) -> Option<Self> {
        let visible = text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_graphic());
        // Browsers read a backslash as a slash, and `//host` as another site.
        let same_site = text.starts_with('/') && !text.contains("//") && !text.contains('\\');
        let (path, _) = text.split_once(['?', '#']).unwrap_or((text, ""));
        let plain = !path.contains("/.") && !path.to_ascii_lowercase().contains("%2e");
        let first = path.split('/').nth(1).unwrap_or("");
        let of_the_app = first != "sign-in" && first != "api";
        (visible && same_site && plain && of_the_app).then(|| Self(text.to_owned()))
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The app's front door, from where it finds the workspace to land on (WS-5).
impl Default for ReturnPath {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::ReturnPath;

    #[test]
    fn id_2_a_path_of_the_app_is_one_to_return_to() {
        let long = format!("/{}", "a".repeat(511));
        for path in
            ["/", "/w/ws_eu1_0", "/w/x/cases?state=new&mine", "/signs", "/apis", "/w/a.b", long.as_str()]
        {
            assert_eq!(ReturnPath::parse(path).as_ref().map(ReturnPath::as_str), Some(path));
        }
    }

    #[test]
    fn id_2_nobody_is_sent_to_another_site_after_signing_in() {
        let outside = [
            "",
            "w",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/w//x",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\n/evil.example",
            "/w\u{0}",
            "/w x",
            "/é",
            " /w",
            "/./w",
            "/w/..//x",
            "/%2e%2e/api",
        ];
        for path in outside {
            assert_eq!(ReturnPath::parse(path), None, "{path:?}");
        }
        assert_eq!(ReturnPath::parse(&format!("/{}", "a".repeat(512))), None);
    }

    #[test]
    fn id_2_nobody_is_sent_into_another_sign_in_or_to_the_api() {
        for path in [
            "/sign-in",
            "/sign-in/entra",
            "/sign-in?problem=guest",
            "/sign-in#x",
            "/api",
            "/api/me",
            "/api?x",
        ] {
            assert_eq!(ReturnPath::parse(path), None, "{path}");
        }
    }
}
