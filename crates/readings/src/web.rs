//! One document of the web over HTTPS, where its protocol allows redirects: few of them, and only to `https`. Judges no
//! certificate.

use crate::policy::{Failure, addresses};
use facts::answer::{HttpResponse, Phase, StepEnd, TlsFacts};
use facts::{Gap, Inquiry, Name, Question, Reason};

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

/// Asks for `url` of the first address of its host.
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
        let Some(addr) = found.first().copied() else { return unknown.map_or(Got::Failed(Failure::NoHost), Got::Unknown) };
        let question = Question::Https { addr, url: url.clone(), post: post.map(str::to_owned) };
        let answer = match inquiry.https(&question) {
            Ok(answer) => answer,
            Err(gap) => return Got::Unknown(gap),
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
        match &response.location {
            Some(to) if matches!(response.status, 301 | 302 | 303 | 307 | 308) && to.starts_with("https://") => url.clone_from(to),
            _ => return Got::Response { host, response, tls: answer.tls.as_ref() },
        }
    }
    Got::Failed(Failure::Redirect(302, url))
}

fn host(url: &str) -> Option<Name> {
    let authority = url.strip_prefix("https://")?.split(['/', '?', '#']).next()?;
    Name::parse(authority.split(':').next()?).ok().filter(|name| !name.is_root())
}
