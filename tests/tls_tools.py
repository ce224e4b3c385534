#!/usr/bin/env python3
"""What other tools say of the same mail servers: openssl s_client, sslscan, testssl.sh and posttls-finger beside mailaudit.

usage: DNS_LAB_RUN='python3 tests/tls_tools.py BINARY compare|race' python3 tests/real_mail.py BINARY
`compare` exits 0 when they agree but for what EXPLAINED lists; `race` prints how long each takes for one host. Tools that are not
there are left out, and named. Never speaks to anything outside the namespace that it is started in."""
import concurrent.futures, datetime, json, os, re, shutil, subprocess, sys, tempfile, time
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import dns_lab

dns_lab.ROOM = os.environ["LAB_ROOM"]
from real_mail_cases import CASES

OPTIONS = os.environ["LAB_OPTIONS"].split()
VERSIONS = ["SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"]
HOSTS = ["fine.com", "oldproto.com", "veryold.com", "only12.com", "nodhe.com", "weak.com", "twokeys.com", "shortkey.com", "expired.com", "selfmade.com",
         "incomplete.com", "othername.com", "disordered.com"]
DANE = ["dane.com", "daneonly.com", "daneta.com", "danewrong.com", "daneold.com", "danename.com", "daneplain.com", "daneusage.com", "daneunsigned.com"]
# (domain, tool, what) -> why the tool differs; who is right stands in docs/tls-tools.md.
EXPLAINED = {}


def case(domain):
    return next(c for c in CASES if c.domain == domain)


def said(*command, env=None, seconds=300):
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, stdin=subprocess.DEVNULL, env={**os.environ, **(env or {})}, errors="replace")
    return done.stdout + done.stderr


def ours(binary, domain):
    out = said(binary, "check", domain, "--only", "smtp,tls,dane", "--all", "--format", "json", "--quiet", *OPTIONS)
    return json.loads(out[out.index("{"):out.rindex("}") + 1])["findings"]


def claims(findings):
    """What mailaudit says of the versions: TLS 1.3, whether a version in use today, and the highest old one, which is what a server takes."""
    told = {f["code"]: f for f in findings if f["code"] in ("TLS013", "TLS014", "TLS015")}
    status = {code: f["status"] for code, f in told.items()}
    old = [v for v in VERSIONS[:3] if v.replace("TLSv", "TLS ") in json.dumps(told.get("TLS013", {}).get("evidence", {}))] if status.get("TLS013") == "fail" else []
    return words(status.get("TLS015") == "pass", status.get("TLS014") == "pass", old)


def words(thirteen, today, old):
    return "1.3 %s, 1.2 or 1.3 %s, old %s" % ("yes" if thirteen else "no", "yes" if today else "no", old[-1] if old else "none")


def in_words(versions):
    return words("TLSv1.3" in versions, bool({"TLSv1.2", "TLSv1.3"} & versions), [v for v in VERSIONS[:3] if v in versions])


def our_end(findings):
    """The last second of the certificate that is served."""
    ends = {str(v) for f in findings for v in re.findall(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", json.dumps(f["evidence"])) if f["code"] in ("TLS003", "TLS025")}
    return " ".join(sorted(ends)) or "none"


def date(text):
    """A date as OpenSSL prints it."""
    return datetime.datetime.strptime(text.strip(), "%b %d %H:%M:%S %Y GMT").strftime("%Y-%m-%dT%H:%M:%SZ")


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


def asked(domain, name, tools):
    host, address = next(iter(case(domain).hosts.items()))
    if name in tools:
        return tools[name](host, address)
    return dane(domain) if name == "dane" else chain(host, address)


def chain(host, address):
    """Whether OpenSSL takes the chain for this name, and until when the certificate lasts."""
    out = said("timeout", "10", "openssl", "s_client", "-starttls", "smtp", "-connect", address + ":25", "-servername", host, "-verify_hostname", host,
               "-CAfile", OPTIONS[OPTIONS.index("--ca-file") + 1], "-cipher", "ALL:@SECLEVEL=0")
    code, pem = re.search(r"Verify return code: (\d+)", out), re.search(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", out, re.S)
    if code is None or pem is None:
        return "none", "none"
    end = subprocess.run(["openssl", "x509", "-noout", "-enddate"], input=pem.group(0), capture_output=True, text=True).stdout
    return ("sound" if code.group(1) == "0" else "refused"), date(end.partition("=")[2])


def dane(domain):
    """What a sending postfix makes of the TLSA records."""
    out = said("posttls-finger", "-c", "-t", "10", "-T", "10", "-l", "dane", "-L", "summary,verbose,certmatch", domain)
    if "Verified TLS connection" in out:
        return "verified"
    # Without a usable record any certificate will do, and what is wrong with it is told in other words.
    return "plain" if "TLS connection established" in out and "server certificate verification failed" not in out else "refused"


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
    jobs = [(domain, name) for domain in HOSTS for name in [*tools, "chain"]] + [(domain, "dane") for domain in DANE]
    with concurrent.futures.ThreadPoolExecutor(2) as workers:
        audits = dict(zip(HOSTS + DANE, workers.map(lambda d: ours(binary, d), HOSTS + DANE)))
        said_of = dict(zip(jobs, workers.map(lambda job: asked(*job, tools), jobs)))
    for (domain, name), theirs in said_of.items():
        findings = audits[domain]
        failed = {f["code"] for f in findings if f["status"] == "fail"}
        if name == "dane":
            mine = "refused" if failed & {"DANE002", "DANE005"} else "plain" if failed & {"DANE003", "DANE004"} else "verified"
            agreed, bad = verdict(domain, "posttls-finger", "dane", mine, theirs, agreed, bad)
        elif name == "chain":
            refusing = {"TLS003", "TLS005", "TLS006", "TLS007", "TLS008", "TLS009", "TLS023"}
            agreed, bad = verdict(domain, "s_client", "chain", "refused" if failed & refusing else "sound", theirs[0], agreed, bad)
            # Of a chain that fails for another reason the date is not told.
            if our_end(findings) != "none":
                agreed, bad = verdict(domain, "s_client", "expiry", our_end(findings), theirs[1], agreed, bad)
        else:
            mine = claims(findings)
            # s_client of this system has no SSLv3.
            mine = mine.replace("SSLv3", "none") if name == "s_client" else mine
            agreed, bad = verdict(domain, name, "versions", mine, in_words(theirs), agreed, bad)
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

    def timed(name, sign, commands):
        """A tool that names no version of TLS found nothing, and its time is worth nothing."""
        began = time.time()
        outs = [said(*command, seconds=1800) for command in commands]
        took = time.time() - began
        missing = [" ".join(c[-2:]) for c, out in zip(commands, outs) if not re.search(sign, out)]
        print("%-12s %7.2f s%s" % (name, took, "; nothing came of " + ", ".join(missing) if missing else ""))
        sys.stdout.flush()
        return bool(missing)
    failed = False
    failed |= timed("mailaudit", r"TLSv1\.3", [[binary, "check", domain, "--only", "tls", "--format", "json", "--quiet", *OPTIONS]])
    sslyze = os.environ.get("SSLYZE") or shutil.which("sslyze")
    if sslyze:
        failed |= timed("sslyze", r"TLS 1\.3", [[sslyze, *(["--starttls", kind] if kind else []), "%s:%d{%s}" % (host, port, address)] for port, kind in ports])
    else:
        print("sslyze       left out: not installed")
    if testssl():
        failed |= timed("testssl.sh", r"TLS 1\.3", [[testssl(), "--quiet", "--warnings", "off", "--nodns", "min", "--ip", address, *(["-t", kind] if kind else []), "-p", "-s", "-S", "-f",
                              "%s:%d" % (host, port)] for port, kind in ports])
    return failed


if __name__ == "__main__":
    sys.exit(compare(sys.argv[1]) if sys.argv[2] == "compare" else race(sys.argv[1]))
