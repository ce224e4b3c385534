//! Sets of addresses as sorted spans, exact to the address: nothing is ever widened.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A network with its prefix length.
pub type Network = (IpAddr, u8);

/// A set of addresses of both families.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses {
    v4: Vec<(u128, u128)>,
    v6: Vec<(u128, u128)>,
}

impl Addresses {
    pub fn of(networks: impl IntoIterator<Item = Network>) -> Self {
        let (mut v4, mut v6) = (Vec::new(), Vec::new());
        for (address, prefix) in networks {
            match address {
                IpAddr::V4(a) => v4.push(span(a.to_bits().into(), prefix, 32)),
                IpAddr::V6(a) => v6.push(span(a.to_bits(), prefix, 128)),
            }
        }
        Self { v4: joined(v4), v6: joined(v6) }
    }

    /// Whether every address of `other` is in it.
    pub fn contains(&self, other: &Self) -> bool {
        let covered = |mine: &[(u128, u128)], theirs: &[(u128, u128)]| {
            theirs.iter().all(|(first, last)| mine.iter().any(|(a, b)| a <= first && last <= b))
        };
        covered(&self.v4, &other.v4) && covered(&self.v6, &other.v6)
    }

    /// The fewest networks that hold exactly these addresses.
    pub fn networks(&self) -> Vec<Network> {
        let v4 = self.v4.iter().flat_map(|span| cut(*span, 32));
        let v4 = v4.map(|(at, prefix)| (IpAddr::V4(Ipv4Addr::from_bits(u32::try_from(at).unwrap_or(u32::MAX))), prefix));
        let v6 = self.v6.iter().flat_map(|span| cut(*span, 128));
        v4.chain(v6.map(|(at, prefix)| (IpAddr::V6(Ipv6Addr::from_bits(at)), prefix))).collect()
    }

    /// The first and last address of every span, and their neighbours outside.
    pub fn edges(&self) -> (Vec<IpAddr>, Vec<IpAddr>) {
        let (mut inside, mut outside) = (Vec::new(), Vec::new());
        let families = [(&self.v4, u128::from(u32::MAX)), (&self.v6, u128::MAX)];
        for (spans, most) in families {
            let address = |at: u128| match most {
                u128::MAX => IpAddr::V6(Ipv6Addr::from_bits(at)),
                _ => IpAddr::V4(Ipv4Addr::from_bits(u32::try_from(at).unwrap_or(u32::MAX))),
            };
            for &(first, last) in spans {
                inside.extend([address(first), address(last)]);
                outside.extend(first.checked_sub(1).map(address));
                outside.extend(last.checked_add(1).filter(|at| *at <= most).map(address));
            }
        }
        inside.dedup();
        outside.dedup();
        (inside, outside)
    }
}

/// `ip4:` or `ip6:` for a network.
pub fn term((address, prefix): Network) -> String {
    let (kind, width) = if address.is_ipv4() { ("ip4", 32) } else { ("ip6", 128) };
    if prefix == width { format!("{kind}:{address}") } else { format!("{kind}:{address}/{prefix}") }
}

fn span(address: u128, prefix: u8, width: u8) -> (u128, u128) {
    let host = u32::from(width.saturating_sub(prefix));
    let rest = 1_u128.checked_shl(host).map_or(u128::MAX, |n| n - 1);
    (address & !rest, address | rest)
}

fn joined(mut spans: Vec<(u128, u128)>) -> Vec<(u128, u128)> {
    spans.sort_unstable();
    let mut joined: Vec<(u128, u128)> = Vec::new();
    for (first, last) in spans {
        match joined.last_mut() {
            Some((_, end)) if first <= end.saturating_add(1) => *end = (*end).max(last),
            _ => joined.push((first, last)),
        }
    }
    joined
}

/// A span as networks: always the largest that begins at its start and does not pass its end.
fn cut((mut first, last): (u128, u128), width: u8) -> Vec<(u128, u8)> {
    let mut networks = Vec::new();
    loop {
        let aligned = first.trailing_zeros().min(u32::from(width));
        let fits = |bits: u32| span(first, width - u8::try_from(bits).unwrap_or(width), width).1 <= last;
        let bits = (0..=aligned).rev().find(|bits| fits(*bits)).unwrap_or(0);
        let prefix = width - u8::try_from(bits).unwrap_or(width);
        networks.push((first, prefix));
        let end = span(first, prefix, width).1;
        match end.checked_add(1).filter(|next| *next <= last) {
            Some(next) => first = next,
            None => return networks,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn network(text: &str) -> Network {
        let (address, prefix) = text.split_once('/').expect("a prefix length");
        (address.parse().expect("an address"), prefix.parse().expect("a number"))
    }

    fn merged(texts: &[&str]) -> Vec<String> {
        Addresses::of(texts.iter().map(|t| network(t))).networks().into_iter().map(term).collect()
    }

    #[test]
    fn neighbours_join_and_nothing_is_widened() {
        assert_eq!(merged(&["192.0.2.0/25", "192.0.2.128/25"]), ["ip4:192.0.2.0/24"]);
        // Neighbours that no single network holds.
        assert_eq!(merged(&["192.0.2.128/25", "192.0.3.0/25"]), ["ip4:192.0.2.128/25", "ip4:192.0.3.0/25"]);
        assert_eq!(merged(&["192.0.2.0/24", "192.0.2.7/32"]), ["ip4:192.0.2.0/24"]);
        assert_eq!(merged(&["192.0.2.4/32", "192.0.2.5/32", "192.0.2.6/32"]), ["ip4:192.0.2.4/31", "ip4:192.0.2.6"]);
        assert_eq!(merged(&["0.0.0.0/1", "128.0.0.0/1"]), ["ip4:0.0.0.0/0"]);
        assert_eq!(merged(&["2001:db8::/33", "2001:db8:8000::/33"]), ["ip6:2001:db8::/32"]);
        assert_eq!(merged(&["::/0"]), ["ip6:::/0"]);
        // An address that is written with host bits stands for its network.
        assert_eq!(merged(&["192.0.2.9/30"]), ["ip4:192.0.2.8/30"]);
    }

    #[test]
    fn edges_lie_on_both_sides() {
        let (inside, outside) = Addresses::of([network("0.0.0.0/8"), network("192.0.2.0/30")]).edges();
        let texts = |list: Vec<IpAddr>| list.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(texts(inside), ["0.0.0.0", "0.255.255.255", "192.0.2.0", "192.0.2.3"]);
        assert_eq!(texts(outside), ["1.0.0.0", "192.0.1.255", "192.0.2.4"]);
    }

    proptest! {
        #[test]
        fn the_networks_hold_the_same_addresses(list in prop::collection::vec((any::<u32>(), 8_u8..=32), 0..12), probe in any::<u32>()) {
            let networks: Vec<Network> = list.into_iter().map(|(a, p)| (IpAddr::V4(Ipv4Addr::from_bits(a & 0x0000_ffff)), p)).collect();
            let set = Addresses::of(networks.iter().copied());
            let again = Addresses::of(set.networks());
            prop_assert_eq!(&again, &set);
            prop_assert!(set.networks().len() <= networks.len());
            let at = IpAddr::V4(Ipv4Addr::from_bits(probe & 0x0001_ffff));
            let one = Addresses::of([(at, 32)]);
            prop_assert_eq!(set.contains(&one), networks.iter().any(|n| Addresses::of([*n]).contains(&one)));
        }
    }
}
