//! The name with which this host greets others. Sends nothing.

use std::net::{IpAddr, Ipv4Addr, UdpSocket};

/// This host's fully qualified name as its own files give it, else an address literal (RFC 5321 4.1.4).
///
/// A name counts as qualified when it has two labels and is no `localhost`. Never taken from the audited domain.
#[must_use]
pub fn own_name() -> String {
    let read = |path| std::fs::read_to_string(path).unwrap_or_default();
    let host = read("/proc/sys/kernel/hostname");
    qualified(host.trim(), &read("/etc/hosts")).unwrap_or_else(literal)
}

fn qualified(host: &str, hosts: &str) -> Option<String> {
    let is_qualified = |name: &str| {
        let parsed = facts::Name::from_person(name).ok()?;
        let local = ["localhost", "localdomain", "local", "internal"].contains(&parsed.labels().next_back()?);
        (parsed.depth() >= 2 && !local).then(|| parsed.as_str().to_owned())
    };
    let lines = hosts.lines().map(|line| line.split('#').next().unwrap_or_default());
    let own = lines.map(|l| l.split_whitespace().skip(1).collect::<Vec<_>>()).find(|names| names.contains(&host));
    is_qualified(host).or_else(|| own?.into_iter().find_map(is_qualified))
}

/// The address from which this host would speak to the Internet; asking for a route sends no packet.
fn literal() -> String {
    let route = || {
        let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
        socket.connect((Ipv4Addr::new(198, 51, 100, 1), 9)).ok()?;
        socket.local_addr().ok().map(|a| a.ip())
    };
    format!("[{}]", route().unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)))
}

#[cfg(test)]
mod tests {
    use super::qualified;

    #[test]
    fn only_a_qualified_name_is_a_greeting() {
        assert_eq!(qualified("mx.example.com", ""), Some("mx.example.com".into()));
        assert_eq!(qualified("mx", "127.0.1.1 mx.example.com mx # own"), Some("mx.example.com".into()));
        assert_eq!(qualified("mx", "127.0.1.1 other.example.com other"), None);
        assert_eq!(qualified("localhost.localdomain", ""), None);
    }
}
