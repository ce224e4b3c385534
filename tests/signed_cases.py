"""The cases of the signed tree: what each zone holds, how it is spoilt, and what its answers must be called."""
from dataclasses import dataclass, field
from signed_tree import DAY, DEAF, GLUE, SERVERS, TLSA, Zone, fields, flipped_signature, replaced, usual, without, without_signature

WATCHED = {"DNS006", "DNS007", "DNS008", "DANE003"}


@dataclass
class Case:
    """A domain to audit, the status of its answers, and which of the watched checks fail."""
    domain: str
    rows: dict
    fails: set = field(default_factory=set)
    unknown: set = field(default_factory=set)


CASES, ZONES = [], []
# Where the exchange cannot be believed, its host is not asked for.
FIRST = ["@ MX", "@ TXT", "_dmarc TXT"]
STANDARD = ["@ MX", "@ TXT", "_dmarc TXT", "mx A", "mx AAAA", "_25._tcp.mx TLSA"]


def rows(domain, status, only=STANDARD, **_):
    """The same status for each of these questions."""
    return {question(domain, text): status for text in only}


def question(domain, text):
    owner, rtype = text.split()
    return (domain if owner == "@" else owner[:-1] if owner.endswith(".") else owner + "." + domain), rtype


def case(domain, status, sets=None, differ=None, only=STANDARD, fails=(), unknown=(), **zone):
    """Adds a zone and its audit. `differ` names the questions with another status than the rest. What is bogus is told
    wherever it is."""
    number = len(CASES) + 1
    lines = usual(number, **(sets or {}))
    ZONES.append(Zone(domain, lines, **zone))
    told = rows(domain, status, only)
    told.update({question(domain, text): other for text, other in (differ or {}).items()})
    broken = {"DNS006"} if "bogus" in told.values() else set()
    CASES.append(Case(domain, told, broken | set(fails), set(unknown)))


def tops():
    """The root and what stands right under it."""
    # mx.<case> has 44.128.1.<number of the case>.
    pointers = "".join("%d.1.128 PTR mx.%s.\n" % (n, c.domain) for n, c in enumerate(CASES, 1))
    top = dict(servers=("top",))
    return [
        Zone("", GLUE, algorithm=8, servers=("root",)),
        Zone("net", GLUE, **top),
        Zone("com", denial="optout", **top),
        Zone("org", denial="nsec3", **top),
        Zone("info", spoil=without("NSEC"), **top),
        Zone("xyz", denial=None, ds="none", **top),
        Zone("biz", servers=("deaf",)),
        Zone("servers.net", GLUE),
        Zone("44.in-addr.arpa", pointers),
    ]


INSECURE = {"DNS007", "DANE003"}
UNSIGNED = dict(denial=None, ds="none")

# Sound zones of both kinds of denial.
case("nsec.net", "secure")
case("nsec3.org", "secure", denial="nsec3")
case("under-optout.com", "secure", denial="optout")
case("bare.net", "secure", sets=dict(txt=None, dmarc=None, tlsa=None))
case("bare3.org", "secure", sets=dict(txt=None, dmarc=None, tlsa=None), denial="nsec3")
case("inner.net", "secure", sets=dict(tlsa="x._25._tcp.mx TXT \"below a name without records\""))
case("inner3.org", "secure", sets=dict(tlsa="x._25._tcp.mx TXT \"below a name without records\""), denial="nsec3")
case("mixed.net", "secure", sets=dict(mx="@ MX 10 MX.MiXeD.NeT.", a="Mx A 44.128.1.8"))

# Wildcards: expanded, without the type asked for, as an alias, and without a proof that nothing stands nearer.
WILD = dict(mx="@ MX 10 any.mx", a="*.mx A 44.128.1.9\n@ A 44.128.1.80", dmarc='* TXT "v=DMARC1; p=reject"', tlsa=None)
WILD_ROWS = ["@ MX", "@ TXT", "_dmarc TXT", "any.mx A", "any.mx AAAA", "_25._tcp.any.mx TLSA"]
case("wild.net", "secure", sets=WILD, only=WILD_ROWS)
case("wild3.org", "secure", sets=WILD, only=WILD_ROWS, denial="nsec3")
case("wild-alias.net", "secure", sets=dict(dmarc="*._dmarc CNAME _dmarc.nsec.net.\n_dmarc CNAME x._dmarc"))
case("wild-unproved.net", "secure", sets=WILD, only=WILD_ROWS, spoil=without("NSEC"),
     differ={"_dmarc TXT": "bogus", "any.mx A": "bogus", "any.mx AAAA": "bogus", "_25._tcp.any.mx TLSA": "bogus"})

# Proofs of absence that are missing, or cover too little.
case("no-proof.net", "secure", sets=dict(dmarc=None, tlsa=None), spoil=without("NSEC"),
     differ={"_dmarc TXT": "bogus", "mx AAAA": "bogus", "_25._tcp.mx TLSA": "bogus"})
case("no-proof3.org", "secure", sets=dict(dmarc=None, tlsa=None), denial="nsec3", spoil=without("NSEC3"),
     differ={"_dmarc TXT": "bogus", "mx AAAA": "bogus", "_25._tcp.mx TLSA": "bogus"})
case("unsigned-proof.net", "secure", sets=dict(dmarc=None, tlsa=None), spoil=lambda lines: [l for l in lines if not (fields(l)[1] == "RRSIG" and fields(l)[2].startswith("NSEC "))],
     differ={"_dmarc TXT": "bogus", "mx AAAA": "bogus", "_25._tcp.mx TLSA": "bogus"})
case("iterations.org", "secure", sets=dict(dmarc=None, tlsa=None), denial="nsec3", iterations=500,
     differ={"_dmarc TXT": "insecure", "mx AAAA": "insecure", "_25._tcp.mx TLSA": "insecure"})
case("iterations50.org", "secure", sets=dict(dmarc=None, tlsa=None), denial="nsec3", iterations=50)

# No chain of trust.
case("unsigned.net", "insecure", fails=INSECURE, **UNSIGNED)
case("unsigned.org", "insecure", fails=INSECURE, **UNSIGNED)
case("unsigned.com", "insecure", fails=INSECURE, **UNSIGNED)
case("below.xyz", "insecure", fails=INSECURE, **UNSIGNED)
case("island.net", "insecure", fails=INSECURE, ds="none")
case("island.xyz", "insecure", fails=INSECURE, ds="none")
case("unknown-algorithm.net", "insecure", fails=INSECURE, ds="unknown-algorithm")
case("unknown-digest.net", "insecure", fails=INSECURE, ds="unknown-digest")
case("unknown-beside.net", "secure", ds="unknown-and-right")
case("unproved.info", "bogus", **UNSIGNED, only=FIRST)
case("signed.info", "secure")

# Broken chains and signatures.
case("wrong-ds.net", "bogus", ds="wrong", only=FIRST)
case("other-ds.org", "bogus", ds="other-key", only=FIRST)
case("no-keys.net", "bogus", denial=None, only=FIRST)
case("expired.net", "bogus", validity=(-30 * DAY, -DAY), only=FIRST)
case("expired3.org", "bogus", validity=(-30 * DAY, -DAY), denial="nsec3", only=FIRST)
case("future.net", "bogus", validity=(2 * DAY, 30 * DAY), only=FIRST)
case("stripped.net", "secure", spoil=without_signature("stripped.net", "MX"), differ={"@ MX": "bogus"}, only=FIRST)
case("stripped-all.net", "bogus", spoil=without("RRSIG"), only=FIRST)
case("tampered.net", "secure", spoil=replaced("v=spf1 mx -all", "v=spf1 mx +all"), differ={"@ TXT": "bogus"})
case("flipped.net", "secure", spoil=flipped_signature("mx.flipped.net", "A"), differ={"mx A": "bogus"})
case("flipped-keys.net", "bogus", spoil=flipped_signature("flipped-keys.net", "DNSKEY"), only=FIRST)
case("no-key-signature.net", "bogus", spoil=without_signature("no-key-signature.net", "DNSKEY"), only=FIRST)
case("bad-tlsa.net", "secure", spoil=replaced("ab" * 32, "cd" * 32), differ={"_25._tcp.mx TLSA": "bogus"})

# Algorithms and digests.
for algorithm in (5, 7, 8, 10, 14, 15, 16):
    case("algorithm%d.org" % algorithm, "secure", fails=INSECURE if algorithm == 16 else (), algorithm=algorithm, denial="nsec" if algorithm == 5 else "nsec3")
case("sha1-ds.net", "secure", ds="sha1")
case("sha384-ds.net", "secure", ds="sha384")

# Keys in change, and signatures that end soon.
case("two-keys.net", "secure", ksks=2, ds="all")
case("old-key.net", "secure", ksks=2)
case("gone-key.net", "secure", ksks=2, ds="all", retired=1)
case("soon.net", "secure", validity=(-28 * DAY, 2 * DAY), fails={"DNS008"})
case("later.net", "secure", validity=(-26 * DAY, 4 * DAY))

# Aliases across zones.
case("alias.net", "secure", sets=dict(dmarc="_dmarc CNAME _dmarc.nsec3.org."))
case("alias-unsigned.net", "secure", sets=dict(dmarc="_dmarc CNAME _dmarc.unsigned.net."), differ={"_dmarc TXT": "insecure"})
case("alias-bogus.net", "secure", sets=dict(dmarc="_dmarc CNAME _dmarc.expired.net."), differ={"_dmarc TXT": "bogus"})
case("alias-absent.net", "secure", sets=dict(dmarc="_dmarc CNAME nothing.nsec.net."))
case("from-unsigned.net", "insecure", sets=dict(dmarc="_dmarc CNAME _dmarc.nsec.net."), fails=INSECURE, **UNSIGNED)
case("unsigned-bogus.net", "insecure", sets=dict(dmarc="_dmarc CNAME _dmarc.expired.net."), differ={"_dmarc TXT": "bogus"}, fails=INSECURE, **UNSIGNED)
case("tampered-alias.net", "secure", sets=dict(dmarc="_dmarc CNAME _dmarc.nsec.net."), spoil=replaced("_dmarc.nsec.net", "_dmarc.nsec3.org"), differ={"_dmarc TXT": "bogus"})
case("branch.net", "secure", sets=dict(mx="@ MX 10 mx.moved", a="moved DNAME nsec.net.", tlsa=None),
     only=["@ MX", "@ TXT", "_dmarc TXT", "mx.moved A", "mx.moved AAAA", "mx.moved CNAME", "_25._tcp.mx.moved TLSA"])
case("branch-unsigned.net", "secure", sets=dict(mx="@ MX 10 mx.moved", a="moved DNAME unsigned.net.", tlsa=None),
     only=["@ MX", "@ TXT", "_dmarc TXT", "mx.moved CNAME"], differ={"mx.moved A": "insecure"}, fails={"DANE003"})
case("elsewhere.net", "secure", sets=dict(mx="@ MX 10 mx.unsigned.net.", a=None, tlsa=None), only=["@ MX", "@ TXT", "_dmarc TXT"],
     differ={"mx.unsigned.net. A": "insecure", "_25._tcp.mx.unsigned.net. TLSA": "insecure"}, fails={"DANE003"})

case("points-astray.net", "secure", sets=dict(mx="@ MX 10 mx.expired.net.", a=None, tlsa=None), only=FIRST,
     differ={"mx.expired.net. A": "bogus", "mx.expired.net. AAAA": "bogus", "_25._tcp.mx.expired.net. TLSA": "bogus"})

# Cuts within one server.
case("cut.net", "secure")
case("sub.cut.net", "secure")
case("unsigned.cut.net", "insecure", fails=INSECURE, **UNSIGNED)
case("wrong.cut.net", "bogus", ds="wrong", only=FIRST)
case("under.unsigned.net", "insecure", fails=INSECURE, ds="none")

# Nobody answers for the DS.
case("signed.biz", "indeterminate", only=["@ MX"], unknown={"DNS006"})
case("unsigned.biz", "indeterminate", only=["@ MX"], unknown={"DNS006"}, **UNSIGNED)

# Domains that do not exist.
CASES.append(Case("absent.net", {("absent.net", "MX"): "secure", ("absent.net", "SOA"): "secure"}))
CASES.append(Case("absent.org", {("absent.org", "MX"): "secure", ("absent.org", "SOA"): "secure"}))
CASES.append(Case("absent.com", {("absent.com", "MX"): "insecure", ("absent.com", "SOA"): "insecure"}))
CASES.append(Case("absent.info", {("absent.info", "MX"): "bogus", ("absent.info", "SOA"): "bogus"}, {"DNS006"}))

