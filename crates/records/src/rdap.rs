//! What a registry says of a domain: the RDAP domain object (RFC 9083 5.3), as far as it tells whether the name lives on.
//!
//! Dates stay text, and no link is followed.

use serde_json::Value;

/// Octets of a response that are read.
const MOST: usize = 256 * 1024;
/// Events and states of which the first are kept.
const MOST_ENTRIES: usize = 64;

/// States in which a registry takes the name out of the DNS or is about to (RFC 8056 2).
const ON_HOLD: [&str; 4] = ["client hold", "server hold", "redemption period", "pending delete"];

/// A domain as its registry has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registration {
    /// The name that the response is about, in lower case, without the final dot; empty where it says none.
    pub name: String,
    /// States, in lower case, in their order.
    pub states: Vec<String>,
    /// When the name was registered, RFC 3339 as given.
    pub registered: Option<String>,
    /// When the registration ends, RFC 3339 as given.
    pub expires: Option<String>,
}

impl Registration {
    /// Reads a response.
    ///
    /// `None` where it is no JSON, is longer than 256 KiB, or is not about a domain.
    #[must_use]
    pub fn parse(body: &[u8]) -> Option<Self> {
        let value: Value = body.get(..=MOST).is_none().then(|| serde_json::from_slice(body).ok())??;
        if value.get("objectClassName")?.as_str()? != "domain" {
            return None;
        }
        let name = value.get("ldhName").and_then(Value::as_str).unwrap_or_default();
        let states = entries(&value, "status").filter_map(Value::as_str).map(str::to_ascii_lowercase).collect();
        Some(Self {
            name: name.trim_end_matches('.').to_ascii_lowercase(),
            states,
            registered: event(&value, "registration"),
            expires: event(&value, "expiration"),
        })
    }

    /// The first state that keeps the name out of the DNS, or announces it.
    #[must_use]
    pub fn hold(&self) -> Option<&str> {
        self.states.iter().map(String::as_str).find(|state| ON_HOLD.contains(state))
    }
}

fn entries<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten().take(MOST_ENTRIES)
}

fn event(value: &Value, action: &str) -> Option<String> {
    let found = entries(value, "events").find(|e| e.get("eventAction").and_then(Value::as_str) == Some(action))?;
    found.get("eventDate")?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"{"objectClassName":"domain","ldhName":"EXAMPLE.com.","status":["active","Client Hold"],"events":[
        {"eventAction":"registration","eventDate":"1995-08-14T04:00:00Z"},
        {"eventAction":"last changed","eventDate":"2026-08-14T04:00:00Z"},
        {"eventAction":"expiration","eventDate":"2027-08-13T04:00:00Z"}]}"#;

    #[test]
    fn dates_and_states_of_a_domain() {
        let read = Registration::parse(WHOLE.as_bytes()).unwrap_or_default();
        assert_eq!(read.name, "example.com");
        assert_eq!(read.registered.as_deref(), Some("1995-08-14T04:00:00Z"));
        assert_eq!(read.expires.as_deref(), Some("2027-08-13T04:00:00Z"));
        assert_eq!(read.hold(), Some("client hold"));
        let active = Registration::parse(WHOLE.replace("Client Hold", "client transfer prohibited").as_bytes()).unwrap_or_default();
        assert_eq!((active.states.len(), active.hold()), (2, None));
    }

    #[test]
    fn what_is_missing_stays_missing() {
        let bare = Registration::parse(br#"{"objectClassName":"domain","status":"active","events":[1,{"eventAction":"expiration"}]}"#);
        assert_eq!(bare, Some(Registration::default()));
    }

    #[test]
    fn what_is_no_domain_gives_nothing() {
        let deep = "[".repeat(10_000);
        for text in ["", "null", "[]", "{}", r#"{"objectClassName":"nameserver"}"#, r#"{"objectClassName":1}"#, &deep] {
            assert_eq!(Registration::parse(text.as_bytes()), None, "{text:.40}");
        }
        assert_eq!(Registration::parse(b"{\"objectClassName\":\"domain\xff\"}"), None);
    }

    #[test]
    fn a_body_is_read_up_to_its_bound() {
        let padded = |octets: usize| {
            let mut body = br#"{"objectClassName":"domain"}"#.to_vec();
            body.resize(octets, b' ');
            Registration::parse(&body).is_some()
        };
        assert!(padded(MOST));
        assert!(!padded(MOST + 1));
    }
}
