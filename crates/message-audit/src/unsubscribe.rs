//! What List-Unsubscribe offers (RFC 2369 2).

use crate::view::View;

/// The addresses that programs can follow: https, http and mailto, each in its brackets.
pub fn uris(view: &View) -> Vec<String> {
    let text = view.letter.value("list-unsubscribe").unwrap_or_default();
    let inner = text.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(uri, _)| uri.split_whitespace().collect::<String>());
    let known = |uri: &String| {
        let scheme = uri.split(':').next().unwrap_or_default().to_ascii_lowercase();
        matches!(scheme.as_str(), "https" | "http" | "mailto") && uri.len() > scheme.len() + 1
    };
    inner.filter(known).take(20).collect()
}
