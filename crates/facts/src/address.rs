//! Which addresses the public Internet can reach.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether mail from anywhere can reach `address`: not private, loopback, link-local, shared,
/// multicast, documentation or otherwise reserved (RFC 6890 and the IANA special-purpose registries).
/// An IPv4 address inside an IPv6 one (mapped, or behind NAT64 as RFC 6052 writes it) decides for it.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(a) => public_v4(a),
        IpAddr::V6(a) => embedded(a).map_or_else(|| public_v6(a), public_v4),
    }
}

fn public_v4(a: Ipv4Addr) -> bool {
    let [x, y, z, _] = a.octets();
    let shared = x == 100 && (64..128).contains(&y);
    let benchmark = x == 198 && (y == 18 || y == 19);
    let protocol = x == 192 && y == 0 && z == 0;
    let relay = x == 192 && y == 88 && z == 99;
    let special = a.is_private() || a.is_loopback() || a.is_link_local() || a.is_documentation() || a.is_multicast();
    !(special || shared || benchmark || protocol || relay || x == 0 || x >= 240)
}

/// A resolver of a network without IPv4 makes `64:ff9b::/96` addresses for every IPv4 host (RFC 6147).
fn embedded(a: Ipv6Addr) -> Option<Ipv4Addr> {
    match a.octets() {
        [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, w, x, y, z] => Some(Ipv4Addr::new(w, x, y, z)),
        _ => a.to_ipv4_mapped(),
    }
}

fn public_v6(a: Ipv6Addr) -> bool {
    let s = a.segments();
    let documentation = (s[0] == 0x2001 && s[1] == 0x0db8) || (s[0] == 0x3fff && s[1] < 0x1000);
    let special = s[0] == 0x2001 && s[1] < 0x0200;
    (s[0] & 0xe000) == 0x2000 && !documentation && !special && s[0] != 0x2002
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn special_ranges_end_where_the_registry_says() {
        let public = |text: &str| is_public(text.parse().unwrap_or_else(|e| panic!("{text}: {e}")));
        for yes in [
            "8.8.8.8",
            "44.128.1.1",
            "100.63.255.255",
            "100.128.0.0",
            "172.32.0.1",
            "198.17.0.1",
            "192.0.1.1",
            "2a00:1450::1",
            "223.255.255.255",
            "172.15.255.255",
            "198.20.0.0",
            "2001:200::1",
            "2001:db9::1",
            "3fff:1000::1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
        ] {
            assert!(public(yes), "{yes}");
        }
        for no in ["0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.1.1", "172.31.0.1", "192.0.0.8", "192.0.2.1", "192.168.0.1"] {
            assert!(!public(no), "{no}");
        }
        for no in [
            "198.18.0.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "::1",
            "fe80::1",
            "fd00::1",
            "2001:db8::1",
            "2002::1",
            "::ffff:10.0.0.1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::808:808",
            "255.255.255.255",
            "192.88.99.1",
            "::",
            "ff02::1",
            "2001::1",
            "2001:1ff:ffff::1",
            "3fff:fff::1",
            "2002:808:808::1",
        ] {
            assert!(!public(no), "{no}");
        }
    }
}
