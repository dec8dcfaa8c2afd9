//! Whose attempts are counted together where there is a limit.

use http::HeaderMap;
use std::net::IpAddr;

/// The header in which the platform says where a request comes from. Whatever a client puts there is replaced.
const ADDRESS: &str = "cf-connecting-ip";

/// Who sends a request, as far as anybody can tell without a session: an address of version 4, or the first half of one of
/// version 6, of which everybody at home or in an office has billions. Whoever has none is one with all who have none.
pub(crate) fn sender(headers: &HeaderMap) -> String {
    let address = super::authenticate::text(headers, ADDRESS).and_then(|text| text.parse().ok());
    match address.map(|address: IpAddr| address.to_canonical()) {
        None => String::new(),
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => {
            let [one, two, three, four, ..] = address.segments();
            format!("{one:x}:{two:x}:{three:x}:{four:x}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sender;
    use http::HeaderMap;

    fn of(address: &'static str) -> String {
        sender(&[("cf-connecting-ip".parse().unwrap(), address.parse().unwrap())].into_iter().collect())
    }

    #[test]
    fn everybody_of_one_network_is_counted_together() {
        assert_eq!(of("192.0.2.7"), "192.0.2.7");
        assert_eq!(of("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(of("2001:db8:1:2::7"), "2001:db8:1:2");
        assert_eq!(of("2001:db8:1:2:ffff::"), of("2001:db8:1:2::"));
        assert_ne!(of("2001:db8:1:3::"), of("2001:db8:1:2::"));
        for nowhere in ["", "localhost", "192.0.2.7:80", "192.0.2.7, 192.0.2.8"] {
            assert_eq!(of(nowhere), sender(&HeaderMap::new()), "{nowhere}");
        }
    }
}
