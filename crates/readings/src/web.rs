//! One document of the web over HTTPS, where its protocol allows redirects: few of them, and only to `https`. Judges no
//! certificate.

use crate::policy::{Failure, addresses};
use facts::answer::{HttpResponse, HttpsAnswer, Phase, StepEnd, TlsFacts};
use facts::{Gap, Inquiry, Name, Question, Reason};

/// Addresses of a host that are tried.
const MOST_ADDRESSES: usize = 4;
/// Redirects that are followed.
const MOST_REDIRECTS: usize = 2;

/// What came of asking for a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Got<'f> {
    /// A response that is no redirect, with the host and the handshake that it came from.
    Response {
        /// Whose it is.
        host: Name,
        /// The response.
        response: &'f HttpResponse,
        /// What the handshake showed.
        tls: Option<&'f TlsFacts>,
    },
    /// None, and why.
    Failed(Failure),
    /// It is not known.
    Unknown(Gap),
}

/// Asks for `url` of the first address of its host that takes a connection.
pub fn get<'f>(inquiry: &Inquiry<'f>, url: &str) -> Got<'f> {
    ask(inquiry, url, None)
}

/// Hands in the XML document `post` there.
pub fn post<'f>(inquiry: &Inquiry<'f>, url: &str, post: &str) -> Got<'f> {
    ask(inquiry, url, Some(post))
}

fn ask<'f>(inquiry: &Inquiry<'f>, url: &str, post: Option<&str>) -> Got<'f> {
    let mut url = url.to_owned();
    for _ in 0..=MOST_REDIRECTS {
        let Some(host) = host(&url) else { return Got::Failed(Failure::NoHost) };
        let (found, unknown) = addresses(&host, inquiry);
        let asked = found.into_iter().take(MOST_ADDRESSES).map(|addr| {
            let question = Question::Https { addr, url: url.clone(), post: post.map(str::to_owned) };
            inquiry.https(&question).map(|answer| (question, answer))
        });
        let (question, answer) = match first_that_connects(asked) {
            Some(Ok(asked)) => asked,
            Some(Err(gap)) => return Got::Unknown(gap),
            None => return unknown.map_or(Got::Failed(Failure::NoHost), Got::Unknown),
        };
        let Some(response) = &answer.response else {
            return match answer.steps.last().map(|step| (step.phase, &step.end)) {
                None | Some((_, StepEnd::Timeout)) => Got::Unknown(Gap::new(&question, Reason::Timeout)),
                Some((Phase::Connect, _)) => Got::Failed(Failure::Refused),
                Some((Phase::Handshake, StepEnd::TlsFailure(name))) => Got::Failed(Failure::Handshake(name.clone())),
                Some((Phase::Handshake, _)) => Got::Failed(Failure::Handshake(String::new())),
                Some(_) => Got::Failed(Failure::NoResponse),
            };
        };
        match response.location.as_ref().and_then(|to| leads_to(&url, to)) {
            Some(to) if matches!(response.status, 301 | 302 | 303 | 307 | 308) => url = to,
            _ => return Got::Response { host, response, tls: answer.tls.as_ref() },
        }
    }
    Got::Failed(Failure::Redirect(302, url))
}

/// What the first address that takes a connection answers, else the last one; the gap where one is not known before.
fn first_that_connects<'f>(
    asked: impl Iterator<Item = Result<(Question, &'f HttpsAnswer), Gap>>,
) -> Option<Result<(Question, &'f HttpsAnswer), Gap>> {
    let connects = |answer: &HttpsAnswer| answer.steps.first().is_some_and(|step| step.end == StepEnd::Done);
    let mut last = None;
    for one in asked {
        let over = one.as_ref().map_or(true, |(_, answer)| connects(answer));
        last = Some(one);
        if over {
            break;
        }
    }
    last
}

/// Where a redirect from `url` leads, over HTTPS; a path alone is of the same host (RFC 9110 10.2.2).
fn leads_to(url: &str, to: &str) -> Option<String> {
    if to.starts_with("https://") {
        return Some(to.to_owned());
    }
    let authority = url.strip_prefix("https://")?.split(['/', '?', '#']).next()?;
    (to.starts_with('/') && !to.starts_with("//")).then(|| format!("https://{authority}{to}"))
}

fn host(url: &str) -> Option<Name> {
    let authority = url.strip_prefix("https://")?.split(['/', '?', '#']).next()?;
    Name::parse(authority.split(':').next()?).ok().filter(|name| !name.is_root())
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::fixture::World;
    use facts::{Planner, Target};

    fn status(text: &str) -> Option<u16> {
        fn plan(_: &Target, inquiry: &Inquiry<'_>) {
            drop(get(inquiry, "https://a.example.com/x"));
        }
        let world = World::parse(text).unwrap_or_else(|e| panic!("{e}"));
        let recorded = world.gather(&world.target(), &[Planner { name: "web", serves: &["bimi"], plan }], &|_, _| Vec::new());
        match get(&Inquiry::new(&recorded.facts), "https://a.example.com/x") {
            Got::Response { response, .. } => Some(response.status),
            Got::Failed(_) | Got::Unknown(_) => None,
        }
    }

    #[test]
    fn redirects_within_a_host_and_a_dead_address_hinder_nobody() {
        let site = "a.example.com A 44.128.1.3\nhttps 44.128.1.3:443 a.example.com good\n";
        for (to, wanted) in [("/y", 200), ("https://a.example.com/y", 200), ("//a.example.com/y", 302), ("http://a.example.com/y", 302)] {
            assert_eq!(status(&format!("{site}GET /x 302 -\nLOCATION {to}\nGET /y 200 -\n")), Some(wanted), "{to}");
        }
        assert_eq!(status(&format!("{site}GET /x 302 -\nLOCATION /x\n")), None);
        let dead = "a.example.com A 44.128.1.2\nhttps 44.128.1.2:443 a.example.com good\nREFUSE\n";
        assert_eq!(status(&format!("{dead}{site}GET /x 200 -\n")), Some(200));
        assert_eq!(status("a.example.com A 44.128.1.2\nhttps 44.128.1.2:443 a.example.com good\nREFUSE\n"), None);
    }
}
