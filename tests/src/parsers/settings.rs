//! A deployment's settings.

use super::chosen;
use edge::settings::Settings;

const TENANT: &str = "6f1f0c0e-8a51-4c39-9a8e-0b6f1c7d2a10";
const PROVIDERS: &str = r#"[{"id":"own","kind":"openid","name":"Own","authority":"https://idp.example","client_id":"portico",
    "secret":"SECRET","tenant":"OwnPeople","account":"work","shared":true,"domains":["own.example"]}]"#;
const NAMES: [&str; 6] =
    ["SHARDS", "ORIGIN", "PROVIDER_TENANT", "IDENTITY_PROVIDERS", "SESSION_KEY_CURRENT", "PROVIDER_NAME"];

/// Reads the settings with one of them made of the bytes. Those that are taken can be lived with.
pub fn read(input: &[u8]) {
    let Some((which, rest)) = chosen(input, NAMES.len()) else { return };
    let text = String::from_utf8_lossy(rest);
    let Ok(settings) = with(NAMES[which], &text) else { return };
    assert!(settings.session_keys.len() == 2 && settings.session_keys.iter().all(|key| key.len() >= 32));
    assert!(!settings.shards.is_empty() && settings.shards.iter().all(|(_, digit)| *digit < 10));
    let known = |(shard, _): &(shared::region::Shard, u8)| settings.region_digit(*shard).is_some();
    assert!(settings.shards.iter().all(known));
    let origin = &settings.origin;
    assert!(origin.starts_with("https://") || origin.starts_with("http://"), "{origin}");
    assert!(!origin.ends_with('/') && origin.is_ascii() && origin.matches('/').count() == 2, "{origin}");
    assert_eq!(with("ORIGIN", origin).unwrap().origin, *origin);
    let tenant = &settings.provider_tenant;
    assert_eq!(*tenant, tenant.trim().to_ascii_lowercase());
}

/// Settings as they are meant to be.
pub fn seeds() -> Vec<Vec<u8>> {
    super::seeds_for(&[
        (0, "eu1:1,us1:2"),
        (1, "https://support.example/"),
        (1, "http://localhost:8787"),
        (2, TENANT),
        (2, "ownpeople"),
        (3, PROVIDERS),
        (4, "+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/s="),
        (5, "Northwind Support"),
    ])
}

fn with(name: &str, value: &str) -> Result<Settings, edge::settings::SettingsError> {
    let key = format!("{}=", "A".repeat(43));
    Settings::read(|asked| {
        let usual = match asked {
            "ORIGIN" => "https://support.example",
            "SHARDS" => "eu1:1,us1:2",
            "IDENTITY_PROVIDERS" => PROVIDERS,
            "PROVIDER_TENANT" => TENANT,
            "SESSION_KEY_CURRENT" | "SESSION_KEY_PREVIOUS" => &key,
            _ => "something",
        };
        Some(if asked == name { value } else { usual }.to_owned())
    })
}
