//! The time zones that the browser knows.

use js_sys::{Array, Intl, JsString, Object, Reflect};

/// The browser's own.
pub(super) fn own() -> String {
    let format = Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    let zone = Reflect::get(&format.resolved_options(), &JsString::from("timeZone")).ok();
    zone.and_then(|zone| zone.as_string()).unwrap_or_default()
}

/// All, each with how to write it: `Europe/Paris`. The browser's own is among them even where its list leaves it out.
pub(super) fn all() -> Vec<(String, String)> {
    let list = Intl::supported_values_of(Intl::SupportedValuesKey::TimeZone);
    let mut zones: Vec<String> = list.iter().map(String::from).collect();
    let own = own();
    if !zones.contains(&own) {
        zones.insert(0, own);
    }
    zones.into_iter().map(|zone| (zone.clone(), zone.replace('_', " "))).collect()
}
