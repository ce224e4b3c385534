#!/usr/bin/env python3
"""What other tools say of the same mail servers: openssl s_client, sslscan, testssl.sh and posttls-finger beside mailaudit.

usage: DNS_LAB_RUN='python3 tests/tls_tools.py BINARY compare|race' python3 tests/real_mail.py BINARY
`compare` exits 0 when they agree but for what EXPLAINED lists; `race` prints how long each takes for one host. Tools that are not
there are left out, and named. Never speaks to anything outside the namespace that it is started in."""
import json, os, re, shutil, subprocess, sys, tempfile, time
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import dns_lab

dns_lab.ROOM = os.environ["LAB_ROOM"]
from real_mail_cases import CASES

OPTIONS = os.environ["LAB_OPTIONS"].split()
VERSIONS = ["SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"]
HOSTS = ["fine.com", "oldproto.com", "veryold.com", "only12.com", "nodhe.com", "weak.com", "twokeys.com", "shortkey.com", "expired.com", "selfmade.com",
         "incomplete.com", "othername.com", "disordered.com"]
DANE = ["dane.com", "daneonly.com", "daneta.com", "danewrong.com", "daneold.com", "danename.com", "daneplain.com", "daneusage.com", "daneunsigned.com"]
# (domain, tool, what) -> why the tool differs; who is right stands in docs/tls-comparison.md.
EXPLAINED = {}


def case(domain):
    return next(c for c in CASES if c.domain == domain)


def said(*command, env=None, seconds=300):
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, stdin=subprocess.DEVNULL, env={**os.environ, **(env or {})}, errors="replace")
    return done.stdout + done.stderr


def ours(binary, domain):
    out = said(binary, "check", domain, "--only", "smtp,tls,dane", "--all", "--format", "json", "--quiet", *OPTIONS)
    return json.loads(out[out.index("{"):out.rindex("}") + 1])["findings"]


def our_versions(findings):
    """All versions that the audit saw accepted."""
    told = set()
    for f in findings:
        if f["code"] in ("TLS013", "TLS014", "TLS015", "TLS025", "TLS024", "TLS017"):
            told |= {v for v in VERSIONS if re.search(re.escape(v) + r"(?![.\d])", json.dumps(f["evidence"]))} if f["status"] in ("fail", "info") else set()
    if any(f["code"] == "TLS015" and f["status"] == "fail" for f in findings):
        told.discard("TLSv1.3")
    return told


def by_s_client(host, address):
    """One connection for each version; OpenSSL's own level is lowered, or it would not offer the old ones."""
    found = set()
    for version, flag in zip(VERSIONS[1:], ("-tls1", "-tls1_1", "-tls1_2", "-tls1_3")):
        out = said("timeout", "10", "openssl", "s_client", "-starttls", "smtp", "-connect", address + ":25", "-servername", host, flag, "-cipher", "ALL:@SECLEVEL=0")
        found |= {version} if re.search(r"Cipher is (?!\(NONE\))", out) else set()
    return found


def by_sslscan(host, address):
    out = said("sslscan", "--starttls-smtp", "--no-heartbleed", "--no-renegotiation", "--no-compression", "--no-fallback", "--no-groups", "--xml=-", "--sni-name=" + host, address + ":25")
    names = {("ssl", "3"): "SSLv3", ("tls", "1.0"): "TLSv1.0", ("tls", "1.1"): "TLSv1.1", ("tls", "1.2"): "TLSv1.2", ("tls", "1.3"): "TLSv1.3"}
    return {names[kind, version] for kind, version, on in re.findall(r'<protocol type="(\w+)" version="([\d.]+)" enabled="(\d)"', out) if on == "1" and (kind, version) in names}


def by_testssl(host, address):
    with tempfile.TemporaryDirectory() as room:
        file = os.path.join(room, "out.json")
        said(testssl(), "--quiet", "--warnings", "off", "-p", "-t", "smtp", "--ip", address, "--jsonfile", file, "--nodns", "min", host + ":25", seconds=600)
        names = {"SSLv3": "SSLv3", "TLS1": "TLSv1.0", "TLS1_1": "TLSv1.1", "TLS1_2": "TLSv1.2", "TLS1_3": "TLSv1.3"}
        rows = json.load(open(file)) if os.path.exists(file) else []
        return {names[r["id"]] for r in rows if r["id"] in names and r["finding"].startswith("offered")}


def testssl():
    return shutil.which("testssl") or shutil.which("testssl.sh")


def compare(binary):
    bad, agreed = [], 0
    tools = {"s_client": by_s_client, "sslscan": by_sslscan, "testssl": by_testssl}
    for name, program in (("sslscan", "sslscan"), ("testssl", testssl())):
        if not program or not shutil.which(program):
            print("left out: %s" % name)
            tools.pop(name)
    # postfix's own view needs its resolver to validate.
    resolver = OPTIONS[OPTIONS.index("--resolver") + 1]
    resolv = dns_lab.write("resolv.conf", "nameserver %s\noptions trust-ad\n" % resolver)
    dns_lab.run("mount", "--bind", resolv, "/etc/resolv.conf")
    for domain in HOSTS:
        host, address = next(iter(case(domain).hosts.items()))
        findings = ours(binary, domain)
        mine = our_versions(findings)
        for name, ask in tools.items():
            # s_client has no SSLv3.
            theirs = ask(host, address)
            here = mine - ({"SSLv3"} if name == "s_client" else set())
            agreed, bad = verdict(domain, name, "versions", " ".join(sorted(here)), " ".join(sorted(theirs)), agreed, bad)
        chain = said("timeout", "10", "openssl", "s_client", "-starttls", "smtp", "-connect", address + ":25", "-servername", host, "-verify_hostname", host,
                     "-CAfile", OPTIONS[OPTIONS.index("--ca-file") + 1], "-cipher", "ALL:@SECLEVEL=0")
        code = re.search(r"Verify return code: (\d+)", chain)
        theirs = "none" if code is None or "no peer certificate available" in chain else "sound" if code.group(1) == "0" else "refused"
        refusing = {"TLS003", "TLS005", "TLS006", "TLS007", "TLS008", "TLS009", "TLS023"}
        mine = "refused" if any(f["code"] in refusing and f["status"] == "fail" for f in findings) else "sound"
        agreed, bad = verdict(domain, "s_client", "chain", mine, theirs, agreed, bad)
    for domain in DANE:
        out = said("posttls-finger", "-c", "-t", "10", "-T", "10", "-l", "dane", "-L", "summary,verbose", domain)
        theirs = "Verified" if "Verified TLS connection" in out else "plain" if "Trusted TLS" in out or "Untrusted TLS" in out or "Anonymous TLS" in out else "refused"
        findings = {f["code"]: f["status"] for f in ours(binary, domain)}
        broken = any(findings.get(c) == "fail" for c in ("DANE002", "DANE005"))
        void = any(findings.get(c) == "fail" for c in ("DANE003", "DANE004"))
        mine = "refused" if broken else "plain" if void else "Verified"
        agreed, bad = verdict(domain, "posttls-finger", "dane", mine, theirs, agreed, bad)
    print("%d comparisons agree, %d differ and are explained" % (agreed, len(EXPLAINED)))
    for line in bad:
        print("DIFFERS " + line)
    return bool(bad)


def verdict(domain, tool, what, mine, theirs, agreed, bad):
    if mine == theirs:
        return agreed + 1, bad
    known = EXPLAINED.get((domain, tool, what))
    line = "%s, %s of %s: mailaudit says '%s', it says '%s'" % (tool, what, domain, mine, theirs)
    if known is not None:
        print("explained: %s: %s" % (line, known))
        return agreed, bad
    return agreed, bad + [line]


def race(binary):
    """One host with submission, IMAP and POP3 ports, by each tool, in this order."""
    domain = "clients.com"
    host = "mail." + domain
    address = case(domain).hosts[host]
    ports = [(587, "smtp"), (465, None), (143, "imap"), (993, None), (110, "pop3"), (995, None)]

    def timed(name, commands):
        began = time.time()
        for command in commands:
            said(*command, seconds=1800)
        print("%-12s %7.2f s" % (name, time.time() - began))
        sys.stdout.flush()
    timed("mailaudit", [[binary, "check", domain, "--only", "tls", "--format", "json", "--quiet", *OPTIONS]])
    sslyze = os.environ.get("SSLYZE") or shutil.which("sslyze")
    if sslyze:
        timed("sslyze", [[sslyze, *(["--starttls", kind] if kind else []), "%s:%d{%s}" % (host, port, address)] for port, kind in ports])
    else:
        print("sslyze       left out: not installed")
    if testssl():
        timed("testssl.sh", [[testssl(), "--quiet", "--warnings", "off", "--nodns", "min", "--ip", address, *(["-t", kind] if kind else []), "-p", "-s", "-S", "-f",
                              "%s:%d" % (host, port)] for port, kind in ports])


if __name__ == "__main__":
    sys.exit(compare(sys.argv[1]) if sys.argv[2] == "compare" else race(sys.argv[1]))
