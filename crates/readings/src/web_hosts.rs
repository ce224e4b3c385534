//! The web servers that mail hangs on, as handshakes on port 443: the host of the MTA-STS policy, that of the settings file
//! of mail programs, and those of the logo and its mark certificate. Asks for nothing itself: what others fetched there is
//! looked at.

use crate::bimi::{self, Logo, MarkFile};
use crate::policy::{self, addresses};
use crate::sessions::{self, HostSessions, Session};
use crate::settings_file;
use facts::answer::{SmtpAnswer, Try};
use facts::{Inquiry, Name, Question, Security, Target};

/// Reads the web servers of a domain, the policy's first; those that were not reached are left out, since who fetches the
/// document tells that.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Vec<HostSessions> {
    if !target.is_domain() || target.no_smtp {
        return Vec::new();
    }
    let policy = policy::read(target, inquiry);
    let policy = policy.host.filter(|_| policy.tls.is_some()).map(|host| (policy::url(&host), host));
    let settings = settings_file::autoconfig(target, inquiry);
    let seen = Inquiry::new(inquiry.facts());
    let mut hosts: Vec<HostSessions> =
        policy.into_iter().chain(settings).chain(brand(target, &seen)).filter_map(|(url, name)| host(name, &url, &seen)).collect();
    let mut known = std::collections::BTreeSet::new();
    hosts.retain(|host| known.insert(host.name.clone()));
    hosts
}

/// Whether all documents are there that the audit asks of web servers; those that are not are noted as open.
pub(crate) fn are_fetched(target: &Target, inquiry: &Inquiry<'_>) -> bool {
    let asked = Inquiry::new(inquiry.facts());
    if target.wants("sts") || target.wants("tls") {
        drop(policy::read(target, &asked));
    }
    if target.wants("cfg") {
        drop(settings_file::read(target, &asked));
    }
    if target.wants("bimi") {
        drop(bimi::logo(target, &asked));
        drop(bimi::mark_file(target, &asked));
    }
    asked.into_open().iter().filter(|question| inquiry.look(question).is_none()).count() == 0
}

/// Where the logo and the mark certificate were fetched, with the hosts.
fn brand(target: &Target, seen: &Inquiry<'_>) -> Vec<(String, Name)> {
    let logo = match bimi::logo(target, seen) {
        Logo::Document { url, .. } | Logo::Failed { url, .. } => Some(url),
        Logo::NotNamed | Logo::Unknown(_) => None,
    };
    let mark = match bimi::mark_file(target, seen) {
        MarkFile::File { url, .. } | MarkFile::Failed { url, .. } => Some(url),
        MarkFile::NoLogo | MarkFile::NotNamed | MarkFile::Unknown(_) => None,
    };
    let host = |url: String| Name::parse(sessions::authority(&url).0).ok().map(|name| (url, name));
    logo.into_iter().chain(mark).filter_map(host).collect()
}

fn host(name: Name, url: &str, seen: &Inquiry<'_>) -> Option<HostSessions> {
    let shaken = |address| {
        let question = Question::Https { addr: address, url: url.to_owned(), post: None };
        let answer = seen.https(&question).ok()?;
        let tls = Some(answer.tls.clone()?);
        let talk = Ok(SmtpAnswer { tries: vec![Try { steps: answer.steps.clone(), tls }] });
        Some(Session { address, question, talk })
    };
    let session = addresses(&name, seen).0.into_iter().find_map(shaken)?;
    Some(HostSessions {
        name,
        port: session.place().port(),
        security: Security::Implicit,
        hosted: false,
        gaps: Vec::new(),
        sessions: vec![session],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Planner;
    use facts::fixture::World;

    fn hosts(text: &str) -> Vec<String> {
        let world = World::parse(text).unwrap_or_else(|e| panic!("{e}"));
        let fetched = |t: &Target, i: &Inquiry<'_>| {
            drop(settings_file::read(t, i));
            drop(read(t, i));
        };
        let planner = Planner { name: "web", serves: &["tls"], plan: fetched };
        let recorded = world.gather(&world.target(), &[planner], &|_, _| vec![facts::answer::Der(vec![0x30])]);
        read(&recorded.target, &Inquiry::new(&recorded.facts)).iter().map(|h| format!("{} {}", h.name, h.sessions[0].place())).collect()
    }

    const SITES: &str = "_mta-sts.example.com TXT v=STSv1; id=1\nmta-sts.example.com A 44.128.1.3\nautoconfig.example.com A 44.128.1.4\n\
        https 44.128.1.3:443 mta-sts.example.com good\nGET /.well-known/mta-sts.txt 200 text/plain\n| version: STSv1\n\
        https 44.128.1.4:443 autoconfig.example.com good\nGET /mail/config-v1.1.xml 404 -\n";

    #[test]
    fn who_was_reached_is_looked_at() {
        assert_eq!(hosts(SITES), ["mta-sts.example.com 44.128.1.3:443", "autoconfig.example.com 44.128.1.4:443"]);
        assert!(hosts("example.com MX 10 mx.example.com").is_empty());
        assert_eq!(hosts(&format!("{SITES}https 44.128.1.3:443 mta-sts.example.com good\nDROP")).len(), 1);
        assert!(hosts(&format!("target example.com no_smtp=yes\n{SITES}")).is_empty());
    }
}
