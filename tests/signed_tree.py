"""The signed tree: a root, top-level domains and one zone per case, signed by ldns-signzone and then spoilt on purpose.

ldns-signzone rather than dnssec-signzone: it takes any validity, any number of iterations and every algorithm without
a word, and writes one record a line, which can be spoilt as text, so that one tool makes every case."""
import concurrent.futures, os, re, time
from dataclasses import dataclass, field
from dns_lab import path, run, write

NOW = int(time.time())
HOUR, DAY = 3600, 86400
# Each level has servers of its own, so that a walk meets referrals.
ROOTS, TOPS = ["44.128.0.2", "2d00:44::2"], ["44.128.0.5", "2d00:44::5"]
SERVERS = ["44.128.0.10", "44.129.0.10", "2d00:44::10", "2d00:45::10"]
# Hands everything on to the server behind it but questions for DS, to which it is silent.
DEAF, BEHIND = "44.128.0.20", "44.128.0.21"
SOA = "@ SOA ns1.servers.net. hostmaster.servers.net. 1 7200 3600 1209600 3600\n"
HOSTS = {"root": ROOTS, "top": TOPS, "ns1": SERVERS[::2], "ns2": SERVERS[1::2], "deaf": [DEAF]}
GLUE = "".join("%s.servers.net. %s %s\n" % (host, "AAAA" if ":" in a else "A", a) for host, held in HOSTS.items() for a in held)
TLSA = "3 1 1 " + "ab" * 32
ALGORITHMS = {5: "RSASHA1", 7: "RSASHA1-NSEC3-SHA1", 8: "RSASHA256", 10: "RSASHA512", 13: "ECDSAP256SHA256", 14: "ECDSAP384SHA384",
              15: "ED25519", 16: "ED448"}


@dataclass
class Zone:
    """One zone of the tree."""
    name: str
    lines: str = None
    algorithm: int = 13
    # "nsec", "nsec3", "optout", or None for a zone without signatures
    denial: str = "nsec"
    iterations: int = 0
    validity: tuple = (-7 * DAY, 30 * DAY)
    # The hosts of `servers.net` that serve it
    servers: tuple = ("ns1", "ns2")
    # What the parent says: see `delegation`
    ds: str = "right"
    ksks: int = 1
    # Keys that have a DS and are no longer in the zone
    retired: int = 0
    # Spoils the signed records: a list of lines to a list of lines
    spoil: object = None
    keys: list = field(default_factory=list)

    def file(self):
        return "signed/" + (self.name or "root")


def usual(number, **changed):
    """What the zone of a case holds; a keyword replaces a record set, None takes it away."""
    sets = dict(mx="@ MX 10 mx", a="mx A 44.128.1.%d" % number, txt='@ TXT "v=spf1 mx -all"', dmarc='_dmarc TXT "v=DMARC1; p=reject"',
                tlsa="_25._tcp.mx TLSA " + TLSA)
    sets.update(changed)
    return "\n".join(text for text in sets.values() if text) + "\n"


def fields(line):
    """Owner, type and data of a line of a signed zone (owner TTL IN TYPE DATA)."""
    parts = line.split(None, 4)
    return (parts[0].rstrip(".").lower(), parts[3], parts[4]) if len(parts) == 5 else ("", "", "")


def without_signature(owner, rtype):
    """Takes the signatures of one set away."""
    return lambda lines: [l for l in lines if not (fields(l)[0] == owner and fields(l)[1] == "RRSIG" and fields(l)[2].split()[0] == rtype)]


def without(*types):
    """Takes records of these types, and their signatures, away."""
    return lambda lines: [l for l in lines if fields(l)[1] not in types and not (fields(l)[1] == "RRSIG" and fields(l)[2].split()[0] in types)]


def replaced(old, new):
    """Changes a text in every record but signatures."""
    return lambda lines: [l if fields(l)[1] == "RRSIG" else l.replace(old, new) for l in lines]


def flipped_signature(owner, rtype):
    """Changes one letter within the signature of a set."""
    def spoil(lines):
        changed = []
        for line in lines:
            if fields(line)[0] == owner and fields(line)[1] == "RRSIG" and fields(line)[2].split()[0] == rtype:
                line = re.sub(r"(.)(.{9}\S*)$", lambda m: ("A" if m.group(1) != "A" else "B") + m.group(2), line.rstrip())
            changed.append(line)
        return changed
    return spoil


def keygen(zone):
    """Makes the keys: key-signing ones first, then one for the zone."""
    os.makedirs(path("keys"), exist_ok=True)
    size = ["-b", "2048"] if zone.algorithm in (5, 7, 8, 10) else []
    for role in [["-k"]] * zone.ksks + [[]]:
        base = run("ldns-keygen", "-r", "/dev/urandom", *role, "-a", ALGORITHMS[zone.algorithm], *size, (zone.name or "") + ".", cwd=path("keys"))
        zone.keys.append(base.strip())


def digest(zone, key, kind="-2"):
    """The DS of a key, as a line."""
    return run("ldns-key2ds", "-n", kind, path("keys", key + ".key")).strip().replace("\t", " ")


def delegation(zone):
    """NS and DS of a zone, as its parent has them."""
    owner = zone.name + "."
    lines = ["%s NS %s.servers.net." % (owner, host) for host in zone.servers]
    data = lambda line: line.split(" DS ")[1]
    if zone.ds == "right":
        lines.append("%s DS %s" % (owner, data(digest(zone, zone.keys[0]))))
    elif zone.ds == "all":
        lines += ["%s DS %s" % (owner, data(digest(zone, key))) for key in zone.keys[:-1]]
    elif zone.ds == "sha1":
        lines.append("%s DS %s" % (owner, data(digest(zone, zone.keys[0], "-1"))))
    elif zone.ds == "sha384":
        lines.append("%s DS %s" % (owner, data(digest(zone, zone.keys[0], "-4"))))
    elif zone.ds == "wrong":
        lines.append("%s DS %s %s" % (owner, data(digest(zone, zone.keys[0])).rsplit(" ", 1)[0], "5e" * 32))
    elif zone.ds == "other-key":
        lines.append("%s DS 4711 13 2 %s" % (owner, "5e" * 32))
    elif zone.ds in ("unknown-algorithm", "unknown-digest", "unknown-and-right"):
        tag, algorithm, kind, hashed = data(digest(zone, zone.keys[0])).split()
        if zone.ds == "unknown-digest":
            lines.append("%s DS %s %s 99 %s" % (owner, tag, algorithm, hashed))
        else:
            lines.append("%s DS %s 255 2 %s" % (owner, tag, hashed))
        if zone.ds == "unknown-and-right":
            lines.append("%s DS %s %s %s %s" % (owner, tag, algorithm, kind, hashed))
    return "\n".join(lines) + "\n"


def sign(zone, text):
    """The zone's text, signed and spoilt."""
    origin = zone.name + "."
    head = "$ORIGIN %s\n$TTL 3600\n" % origin
    plain = write(zone.file(), head + text)
    if zone.denial is None:
        return head + text
    options = ["-i", str(NOW + zone.validity[0]), "-e", str(NOW + zone.validity[1]), "-o", origin, "-f", plain + ".signed"]
    if zone.denial != "nsec":
        options += ["-n", "-t", str(zone.iterations)] + (["-s", "c0ffee"] if zone.iterations else []) + (["-p"] if zone.denial == "optout" else [])
    run("ldns-signzone", *options, plain, *[path("keys", key) for key in zone.keys[zone.retired:]])
    with open(plain + ".signed") as file:
        lines = [line for line in file.read().splitlines() if line and not line.startswith(";")]
    if zone.spoil:
        spoilt = zone.spoil(lines)
        assert spoilt != lines, "nothing of %s was spoilt" % zone.name
        lines = spoilt
    return "\n".join(lines) + "\n"


def parent_of(zone, zones):
    """The zone that delegates another."""
    above = zone.name
    while above:
        above = above.partition(".")[2]
        if above in zones:
            return above
    return None


def grown(zones):
    """Signs the whole tree. Returns what gives the texts of the zones of some servers, and the anchors' files:
    a DS, and delv's form of it."""
    by_name = {zone.name: zone for zone in zones}
    with concurrent.futures.ThreadPoolExecutor(2) as workers:
        list(workers.map(keygen, [zone for zone in zones if zone.denial is not None or zone.ds != "none"]))
        texts = {z.name: SOA + "".join("@ NS %s.servers.net.\n" % host for host in z.servers) + (z.lines or "") for z in zones}
        below = {name: [z for z in zones if z.name and parent_of(z, by_name) == name] for name in by_name}
        for name, children in below.items():
            texts[name] += "".join(workers.map(delegation, children))
        signed = dict(zip(by_name, workers.map(lambda z: sign(z, texts[z.name]), zones)))
    root = by_name[""]
    anchor = digest(root, root.keys[0])
    tag, algorithm, kind, hashed = anchor.split(" DS ")[1].split()
    files = write("anchor", ". 3600 IN DS %s %s %s %s\n" % (tag, algorithm, kind, hashed)), write(
        "anchor.delv", "trust-anchors {\n . static-ds %s %s %s \"%s\";\n};\n" % (tag, algorithm, kind, hashed))
    return lambda *servers: {name + ".": text for name, text in signed.items() if by_name[name].servers == servers}, files
