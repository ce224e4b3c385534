#!/usr/bin/env python3
"""The same findings through unbound, over TLS and HTTPS, and by the own walk from the root; lists that refuse a resolver answer the walk.

usage: two_resolvers.py BINARY. Needs root, nsd, unbound, dig, ip and openssl. The domains are those of fixtures/zones and some
whose delegations, servers and records are out of order. Exits 0 when all hold."""
import ipaddress, json, os, re, subprocess, sys
import dns_lab
from dns_lab import path, run, write

dns_lab.needs("nsd", "unbound", "dig", "ip", "unshare", "openssl")
dns_lab.enter()

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT, TOP, LEAF, REFUSING, OTHER = "44.128.0.2", "44.128.0.5", "44.128.0.10", "44.128.0.12", "44.128.0.13"
# The stand-in of a public resolver asks the lists at other addresses, where all are refused.
RESOLVER, PUBLIC = "44.128.0.53", "44.128.0.54"
SILENT = "44.128.0.99"
HOSTS = {"root.servers.net": ROOT, "top.servers.net": TOP, "ns1.servers.net": LEAF, "silent.servers.net": SILENT, "lame.servers.net": REFUSING}
RECORD = re.compile(r"([\w.:-]+) +(?:(\d+) +)?(A|AAAA|MX|NS|SOA|TXT|CNAME|PTR|SRV) +(.*)")
LONG = "x" * 250

# Domains out of order: owner, type, data; names in full. `{d}` is the domain.
SOUND = ["{d} MX 10 mx.{d}", "mx.{d} A 44.128.2.1", "{d} TXT v=spf1 mx -all", "_dmarc.{d} TXT v=DMARC1; p=reject"]
ODD = {
    # One of two servers knows nothing of the zone.
    "lame.net": SOUND + ["{d} NS ns1.servers.net", "{d} NS lame.servers.net"],
    # One of two is silent.
    "half.net": SOUND + ["{d} NS ns1.servers.net", "{d} NS silent.servers.net"],
    # Nobody serves it.
    "nobody.net": ["{d} NS silent.servers.net"],
    # Its only server has no address.
    "unfound.net": ["{d} NS ns.nowhere.net"],
    # Two servers tell different texts.
    "two-minds.net": SOUND + ["{d} NS ns1.servers.net", "{d} NS ns2.{d}", "ns2.{d} A " + OTHER],
    # A server's address is only found in a zone below another top.
    "far.net": SOUND + ["{d} NS ns.far-hoster.example"],
    "far-hoster.example": ["{d} NS ns1.servers.net", "ns.{d} A " + LEAF],
    # Too large for UDP.
    "large.net": SOUND[:2] + ["{d} TXT v=spf1 mx -all", "_dmarc.{d} TXT v=DMARC1; p=none"] + ["{d} TXT note-%d=%s" % (n, LONG) for n in range(12)],
    "chain.net": SOUND[1:3] + ["{d} MX 10 a.{d}", "a.{d} CNAME b.{d}", "b.{d} CNAME mx.lame.net", "_dmarc.{d} CNAME p1.{d}", "p1.{d} CNAME p2.far.net",
                                "p2.far.net CNAME _dmarc.half.net"],
    "loop.net": SOUND[:3] + ["_dmarc.{d} CNAME x.{d}", "x.{d} CNAME _dmarc.{d}"],
    "wild.net": SOUND[:3] + ["*.{d} TXT v=DMARC1; p=quarantine", "*.{d} A 44.128.2.2"],
    "empty.net": [],
}
# The other mind of two-minds.net.
OTHER_MIND = ["{d} NS ns1.servers.net", "{d} NS ns2.{d}", "ns2.{d} A " + OTHER, "{d} MX 20 other.{d}", "{d} TXT v=spf1 +all"]
# Which of its servers is asked decides what else is found there; that they differ is told either way.
CHANCE = {"two-minds.net": {"DNS002", "DNS003"}}
MUST = {"lame.net": {"DNS002"}, "half.net": {"DNS002"}, "two-minds.net": {"DNS003"}, "sick.example": {"BL001", "SPF004"}, "unregistered.net": {"DNS001"}}
# unbound fails where aliases lead in a circle, and shows none of them; the walk sees what they are signed with: nothing.
CIRCLE = {"loop.net": {"DNS008"}}
DOMAINS = ["healthy.example", "sick.example", "parked.example", *ODD, "unregistered.net"]


def fixtures():
    """The records of the demo's zones."""
    for name in ("lists", "healthy", "sick", "parked"):
        for line in open(os.path.join(HERE, "..", "fixtures", "zones", name + ".zone")):
            record = RECORD.match(line)
            if record:
                owner, ttl, rtype, data = record.groups()
                owner = ipaddress.ip_address(owner).reverse_pointer if is_address(owner) else owner
                yield owner, ttl or "3600", rtype, data.strip()


def is_address(text):
    try:
        return bool(ipaddress.ip_address(text))
    except ValueError:
        return False


def shown(owner, ttl, rtype, data):
    """A line of a zone file; names stand in full, so the root is the origin."""
    if rtype == "TXT":
        quoted = data.replace("\\", "\\\\").replace('"', '\\"')
        data = " ".join('"%s"' % quoted[i:i + 250] for i in range(0, len(quoted), 250))
    return "%s. %s IN %s %s\n" % (owner, ttl, rtype, data)


def zone_of(owner):
    """The registrable domain that a name of these fixtures is in; reverse names have one zone per network."""
    labels = owner.split(".")
    return ".".join(labels[-3:] if owner.endswith(".arpa") else labels[-2:])


def tree():
    """Zone -> records, with a SOA and servers wherever there are none."""
    zones = {}
    records = list(fixtures())
    for domain, lines in ODD.items():
        zones.setdefault(domain, [])
        records += [(o, "3600", t, d) for o, t, d in (line.format(d=domain).split(" ", 2) for line in lines)]
    for owner, ttl, rtype, data in records:
        zones.setdefault(zone_of(owner), []).append((owner, ttl, rtype, data))
    zones.setdefault("servers.net", []).extend((host, "3600", "A", address) for host, address in HOSTS.items())
    for zone, held in zones.items():
        if not any(o == zone and t == "NS" for o, _, t, _ in held):
            held.append((zone, "3600", "NS", "ns1.servers.net"))
        if not any(o == zone and t == "SOA" for o, _, t, _ in held):
            held.append((zone, "3600", "SOA", "ns1.servers.net hostmaster.%s 1 7200 3600 1209600 3600" % zone))
    return zones


def text(records):
    return "$ORIGIN .\n" + "".join(shown(*record) for record in records)


def start():
    zones = tree()
    for name in ("nobody.net", "unfound.net"):
        zones[name + "/delegation"] = zones.pop(name)
    every = {(o, a) for held in zones.values() for o, _, t, a in held if t in ("A", "AAAA")}
    soa = lambda zone: [(zone, "3600", "SOA", "top.servers.net hostmaster.servers.net 1 7200 3600 1209600 3600"), (zone, "3600", "NS", "top.servers.net")]
    tops, serving = {}, {LEAF}
    for zone, held in zones.items():
        zone = zone.split("/")[0]
        above = ".".join(zone.split(".")[1:])
        above = "arpa" if above.endswith("arpa") else above
        tops.setdefault(above, soa(above))
        for owner, _, rtype, host in held:
            if (owner, rtype) == (zone, "NS"):
                tops[above].append((zone, "3600", "NS", host))
                addresses = [a for o, a in every if o == host]
                # An address beside a delegation is only of use within the top's own names.
                tops[above] += [(host, "3600", "AAAA" if ":" in a else "A", a) for a in addresses if host.endswith("." + above)]
                serving.update(a for a in addresses if a not in (ROOT, TOP, REFUSING, SILENT, OTHER))
    for held in tops.values():
        held[:] = dict.fromkeys(held)
    root = [("", "3600", "SOA", "root.servers.net hostmaster.servers.net 1 7200 3600 1209600 3600"), ("", "3600", "NS", "root.servers.net")]
    root += [(top, "3600", "NS", "top.servers.net") for top in tops] + [(host, "3600", "A", a) for host, a in HOSTS.items()]
    lists = {z: held for z, held in zones.items() if any("zen.spamhaus.org" in o for o, *_ in held)}
    leaves = {z + ".": text(held) for z, held in zones.items() if "/" not in z}
    other = [("two-minds.net", "3600", "SOA", "ns1.servers.net hostmaster.two-minds.net 2 7200 3600 1209600 3600")]
    other += [(o, "3600", t, d) for o, t, d in (line.format(d="two-minds.net").split(" ", 2) for line in OTHER_MIND)]
    # To the stand-in of a public resolver, this list says the same of every address.
    refusal = [r for z in lists for r in zones[z] if r[0] == z] + [("*." + "zen." + z, "60", "A", "127.255.255.254") for z in lists]
    own = sorted(serving)
    dns_lab.addresses(ROOT, TOP, RESOLVER, PUBLIC, SILENT, OTHER, REFUSING, *own)
    dns_lab.nsd("root", [ROOT], {".": text(root)})
    dns_lab.nsd("tops", [TOP], {top + ".": text(held) for top, held in tops.items()})
    dns_lab.nsd("leaves", own, leaves)
    dns_lab.nsd("other", [OTHER], {"two-minds.net.": text(other)})
    dns_lab.nsd("refusing", [REFUSING], {z + ".": text(refusal) for z in lists})
    hints = write("hints", ". 3600 IN NS root.servers.net.\nroot.servers.net. 3600 IN A %s\n" % ROOT)
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30", "-subj", "/CN=the lab's CA",
        "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=keyCertSign", "-keyout", path("ca.key"), "-out", path("ca.pem"))
    write("names", "subjectAltName=DNS:resolver.test,IP:%s\nextendedKeyUsage=serverAuth\n" % RESOLVER)
    run("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=resolver.test",
        "-keyout", path("tls.key"), "-out", path("tls.csr"))
    run("openssl", "x509", "-req", "-in", path("tls.csr"), "-CA", path("ca.pem"), "-CAkey", path("ca.key"), "-CAcreateserial", "-days", "20",
        "-extfile", path("names"), "-out", path("tls.pem"))
    tls = " tls-service-key: \"%s\"\n tls-service-pem: \"%s\"\n tls-port: 853\n https-port: 443\n" % (path("tls.key"), path("tls.pem"))
    dns_lab.unbound("open", [RESOLVER, RESOLVER + "@853", RESOLVER + "@443"], hints, extra=tls)
    stub = "".join("stub-zone:\n name: \"%s\"\n stub-addr: %s\n" % (z, REFUSING) for z in lists)
    dns_lab.unbound("public", [PUBLIC], hints, clauses=stub)
    for server in (RESOLVER, PUBLIC):
        dns_lab.answers(server, "healthy.example", "MX")
    return hints


def audited(binary, domain, *options):
    """The report, or why there is none."""
    command = [binary, "check", domain, "--no-smtp", "--format", "json", *options]
    if domain in ("healthy.example", "sick.example"):
        command += ["--ip", "44.128.10.25" if domain == "healthy.example" else "44.130.7.25"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    try:
        return json.loads(done.stdout)
    except ValueError:
        sys.exit("%s: ended with %d: %s" % (" ".join(command), done.returncode, done.stderr.strip()[-400:]))


def findings(report):
    """What a report finds, as far as two ways must agree on it."""
    return {(f["code"], f["status"], f.get("subject", ""), f["severity"]) for f in report["findings"]}


def main():
    binary, hints = os.path.abspath(sys.argv[1]), start()
    walk = ["--resolver", "recursive", "--root-hints", hints]
    trusted = ["--ca-file", path("ca.pem")]
    ways = {"recursive": walk}
    encrypted = {"tls": ["--resolver", "tls://resolver.test#" + RESOLVER] + trusted, "tls by address": ["--resolver", "tls://" + RESOLVER] + trusted,
                 "https": ["--resolver", "https://resolver.test/dns-query#" + RESOLVER] + trusted}
    faults, compared = [], 0
    if os.environ.get("DNS_LAB_RUN"):
        sys.exit(subprocess.run(["bash", "-c", os.environ["DNS_LAB_RUN"]], env={**os.environ, "LAB": dns_lab.ROOM}).returncode)
    for domain in DOMAINS:
        usual = audited(binary, domain, "--resolver", RESOLVER)
        for way, options in {**ways, **(encrypted if domain in ("healthy.example", "sick.example", "large.net") else {})}.items():
            other = audited(binary, domain, *options)
            compared += 1
            if os.environ.get("DNS_LAB_KEEP"):
                json.dump([usual, other], open(os.path.join(os.environ["DNS_LAB_KEEP"], domain + ".json"), "w"))
            one, two = ({f for f in findings(report) if f[0] in CHANCE.get(domain, {f[0]}) - CIRCLE.get(domain, set())} for report in (usual, other))
            for sign, only in (("-", one - two), ("+", two - one)):
                faults += ["%s, %s: %s %s" % (domain, way, sign, " ".join(map(str, f))) for f in sorted(only)]
        faults += ["%s: %s is not told" % (domain, code) for code in sorted(MUST.get(domain, set()) - {f[0] for f in findings(usual) if f[1] == "fail"})]
        print("%-20s %d findings, %d questions by unbound, %d by the walk" % (domain, len(usual["findings"]), usual["questions"], other["questions"]), flush=True)
    for what, options in {"nobody vouches for": encrypted["tls"][:2], "bears another name": ["--resolver", "tls://other.test#" + RESOLVER] + trusted}.items():
        refused = subprocess.run([binary, "dns", "healthy.example", *options, "--format", "json"], capture_output=True, text=True)
        if refused.returncode != 3 or "certificate" not in refused.stderr:
            faults.append("a resolver with a certificate that %s: ended with %d: %s" % (what, refused.returncode, refused.stderr.strip()[-200:]))
    told = lambda options: {(f["code"], f["status"]) for f in audited(binary, "sick.example", *options)["findings"]}
    through, alone = told(["--resolver", PUBLIC]), told(walk)
    faults += ["through the stand-in of a public resolver: %s" % what for what, wrong in
               [("BL005 is not unknown", ("BL005", "unknown") not in through)] if wrong]
    faults += ["by the walk: %s" % what for what, wrong in
               [("BL005 is unknown", ("BL005", "unknown") in alone), ("BL001 is not told", ("BL001", "fail") not in alone)] if wrong]
    print("\n".join(faults))
    print("%d comparisons of findings: %s" % (compared, "%d faults" % len(faults) if faults else "all the same"))
    sys.exit(1 if faults else 0)


main()
