//! TLS alerts by name, for handshakes that a scenario wants to fail (RFC 8446 6).

const HANDSHAKE_FAILURE: u8 = 40;

const ALERTS: &[(&str, u8)] = &[
    ("closenotify", 0),
    ("unexpectedmessage", 10),
    ("badrecordmac", 20),
    ("recordoverflow", 22),
    ("handshakefailure", HANDSHAKE_FAILURE),
    ("badcertificate", 42),
    ("unsupportedcertificate", 43),
    ("certificaterevoked", 44),
    ("certificateexpired", 45),
    ("certificateunknown", 46),
    ("illegalparameter", 47),
    ("unknownca", 48),
    ("accessdenied", 49),
    ("decodeerror", 50),
    ("decrypterror", 51),
    ("protocolversion", 70),
    ("insufficientsecurity", 71),
    ("internalerror", 80),
    ("inappropriatefallback", 86),
    ("usercanceled", 90),
    ("missingextension", 109),
    ("unsupportedextension", 110),
    ("unrecognizedname", 112),
    ("unrecognisedname", 112),
    ("certificaterequired", 116),
    ("noapplicationprotocol", 120),
];

/// A record with the fatal alert of this name; `handshake_failure` for a name that is none.
/// Written `protocol_version` or `ProtocolVersion`.
pub(super) fn fatal(name: &str) -> [u8; 7] {
    let plain: String = name.chars().filter(|c| *c != '_' && !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    let number = ALERTS.iter().find(|(known, _)| *known == plain).map_or(HANDSHAKE_FAILURE, |(_, number)| *number);
    const ALERT: u8 = 21;
    const FATAL: u8 = 2;
    [ALERT, 3, 3, 0, 2, FATAL, number]
}

#[cfg(test)]
mod tests {
    use super::fatal;

    #[test]
    fn both_spellings_name_an_alert() {
        assert_eq!(fatal("protocol_version")[6], 70);
        assert_eq!(fatal("ProtocolVersion")[6], 70);
        assert_eq!(fatal("no such alert")[6], 40);
    }
}
