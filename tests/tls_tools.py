#!/usr/bin/env python3
"""What other tools say of the same mail servers: openssl s_client, sslscan, testssl.sh and posttls-finger beside mailaudit.

usage: tls_tools.py BINARY [DOMAIN…]. Each server has one property of its TLS. Exits 0 when all tools agree but for what EXPLAINED
lists, and when all that it lists still shows; docs/tls-tools.md says who is right. Needs what real_mail.py needs, and the four tools:
where one is missing it fails, unless MAILAUDIT_TLS_TOOLS=skip. Runs in a closed network namespace."""
import concurrent.futures, datetime, json, os, re, shutil, subprocess, sys, tempfile, time

TESTSSL = shutil.which("testssl") or shutil.which("testssl.sh")
# Debian keeps it beside postfix's daemons of the superuser.
FINGER = shutil.which("posttls-finger", path=os.environ.get("PATH", "") + ":/usr/sbin")
MISSING = [name for name, found in (("openssl", shutil.which("openssl")), ("sslscan", shutil.which("sslscan")), ("testssl.sh", TESTSSL),
                                    ("posttls-finger (postfix)", FINGER)) if not found]
if MISSING:
    print("tls_tools: without " + ", ".join(MISSING))
    sys.exit(0 if os.environ.get("MAILAUDIT_TLS_TOOLS") == "skip" else 1)

import dns_lab
import real_mail
from mail_lab import chain, leaf, tlsa
from real_mail_cases import CASES, NGINX, case

CASES.clear()
NGINX.clear()
RSA = dict(kind="rsa:2048")
case("modern.com")
case("only12.com", options={"smtpd_tls_protocols": "TLSv1.2"})
case("only13.com", options={"smtpd_tls_protocols": "TLSv1.3"})
case("old.com", options={"smtpd_tls_protocols": ">=TLSv1"}, certificate=RSA)
case("onlyold.com", options={"smtpd_tls_protocols": "TLSv1, TLSv1.1"}, certificate=RSA)
case("twokeys.com").further = ("twokeys.com-rsa", "mx.twokeys.com", RSA)
case("onebad.com", certificate=dict(start=-60, end=-1)).further = ("onebad.com-rsa", "mx.onebad.com", RSA)
case("expired.com", certificate=dict(start=-60, end=-1))
case("selfmade.com", certificate=dict(issuer=None), behind=())
case("othername.com", host="www.something.com")
case("incomplete.com", behind=())
case("private.com", certificate=dict(issuer="private"), behind=("private",))
case("disordered.com", behind=("root", "int"))
case("dane.com", signed=True, records=[lambda: "_25._tcp.mx TLSA " + tlsa("dane.com")])
case("daneta.com", signed=True, records=[lambda: "_25._tcp.mx TLSA " + tlsa("int", 2, 0, 1)])
case("danewrong.com", signed=True, records=["_25._tcp.mx TLSA 3 1 1 " + "ab" * 32])
case("daneold.com", signed=True, records=[lambda: "_25._tcp.mx TLSA " + tlsa("daneold.com")], certificate=dict(start=-60, end=-1))
case("danename.com", signed=True, host="www.something.com", records=[lambda: "_25._tcp.mx TLSA " + tlsa("int", 2)])
case("daneusage.com", signed=True, records=["_25._tcp.mx TLSA 1 1 1 " + "ab" * 32])
case("daneunsigned.com", records=["_25._tcp.mx TLSA 3 1 1 " + "ab" * 32])

FACTS = ["versions", "leaf ends", "chain", "name", "dane"]
# (domain, tool, fact): why it differs and who is right; docs/tls-tools.md tells more.
EXPLAINED = {}
FAULTS = {"TLS003": "expired", "TLS007": "self-signed", "TLS008": "untrusted", "TLS009": "incomplete"}


def said(*command, seconds=240, env=None):
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, stdin=subprocess.DEVNULL, errors="replace", env={**os.environ, **(env or {})})
    return done.stdout + done.stderr


def versions(offered):
    """What the audit tells, from the whole set: it asks politely, not version by version."""
    told = ["older"] * bool(offered & {"SSLv3", "1.0", "1.1"}) + ["1.2 or newer"] * bool(offered & {"1.2", "1.3"}) + ["1.3"] * ("1.3" in offered)
    return " + ".join(told) or "none"


def day(text, form):
    """A time of a certificate, to the minute, which all tools print."""
    return datetime.datetime.strptime(" ".join(text.split()), form).strftime("%Y-%m-%d %H:%M")


def by_mailaudit(binary, domain, host, address, options):
    """Both commands: the one for a host gives the certificate, the one for a domain gives DANE as well."""
    def report(*command):
        out = said(binary, *command, "--format", "json", "--quiet", *options)
        return {f["code"]: f for f in json.loads(out[out.index("{"):out.rindex("}") + 1])["findings"] if f["status"] in ("fail", "info", "unknown")}
    single, whole = report("tls", host + ":25"), report("check", domain, "--only", "tls,dane")
    failing = lambda told: {c for c, f in told.items() if f["status"] == "fail"}
    bad, verdicts = failing(single), failing(whole)
    tls_codes = lambda codes: {c for c in codes if c in FAULTS or c in ("TLS006", "TLS013", "TLS014", "TLS015")}
    if tls_codes(bad) != tls_codes(verdicts):
        print("DIFFERS mailaudit tls and check of %s: %s and %s" % (domain, sorted(tls_codes(bad)), sorted(tls_codes(verdicts))))
    session = single.get("TLS025", {}).get("evidence", {})
    facts = {"versions": "unknown"}
    if session or "TLS014" in bad or "TLS003" in bad:
        modern = "TLS014" not in bad
        facts["versions"] = versions(({"1.1"} if "TLS013" in bad else set()) | ({"1.2"} if modern else set()) | (
            {"1.3"} if modern and "TLS015" not in bad else set()))
    told = single.get("TLS003", {}).get("evidence", {}) if "TLS003" in bad else session
    if told.get("ended"):
        facts["leaf ends"] = day(told["ended"], "%Y-%m-%dT%H:%M:%SZ")
    faults = [FAULTS[c] for c in sorted(bad) if c in FAULTS]
    # Without a handshake of the audit's own there is no word about the chain.
    if session or faults or "TLS006" in bad:
        facts["chain"], facts["name"] = (faults[0] if faults else "valid"), ("other" if "TLS006" in bad else "right")
    facts["dane"] = "mismatch" if "DANE002" in verdicts else "unusable" if verdicts & {"DANE003", "DANE004"} else "none" if "DANE001" not in whole and \
        "_25._tcp" not in next(c for c in CASES if c.domain == domain).zone() else "none" if "DANE001" in whole else "match"
    return facts


def by_s_client(binary, domain, host, address, options):
    """One connection for each version; OpenSSL's own level is lowered, or it would not offer the old ones."""
    offered, shown = set(), ""
    for version, flag in (("1.0", "-tls1"), ("1.1", "-tls1_1"), ("1.2", "-tls1_2"), ("1.3", "-tls1_3")):
        out = said("timeout", "10", "openssl", "s_client", "-starttls", "smtp", "-connect", address + ":25", "-servername", host, "-verify_hostname", host,
                   "-CAfile", options[options.index("--ca-file") + 1], flag, "-cipher", "ALL:!aNULL:@SECLEVEL=0")
        if re.search(r"Cipher is (?!\(NONE\))", out):
            offered.add(version)
            shown = out
    facts = {"versions": versions(offered)}
    if shown:
        leaf_pem = re.search(r"-----BEGIN CERT.*?-----END CERTIFICATE-----", shown, re.S).group(0)
        ends = subprocess.run(["openssl", "x509", "-noout", "-enddate"], input=leaf_pem, capture_output=True, text=True).stdout
        facts["leaf ends"] = day(ends.strip().removeprefix("notAfter="), "%b %d %H:%M:%S %Y GMT")
        codes = set(re.findall(r"verify error:num=(\d+)", shown))
        facts["chain"] = "expired" if "10" in codes else "self-signed" if "18" in codes else "untrusted" if "19" in codes else "incomplete" if codes & {"20", "21"} else "valid"
        facts["name"] = "other" if "62" in codes else "right"
    return facts


def by_sslscan(binary, domain, host, address, options):
    out = said("sslscan", "--starttls-smtp", "--no-heartbleed", "--no-renegotiation", "--no-compression", "--no-fallback", "--no-groups", "--no-ciphersuites",
               "--xml=-", "--sni-name=" + host, address + ":25")
    offered = {"SSLv3" if kind == "ssl" else version for kind, version, on in re.findall(r'<protocol type="(\w+)" version="([\d.]+)" enabled="(\d)"', out) if on == "1"}
    facts = {"versions": versions(offered)}
    ends = re.search(r"<not-valid-after>(.*?)<", out)
    if ends:
        facts["leaf ends"] = day(ends.group(1), "%b %d %H:%M:%S %Y GMT")
        # It looks at the certificate alone: of a chain it has no word, so only what it calls bad is compared.
        if "<expired>true" in out or "<self-signed>true" in out:
            facts["chain"] = "expired" if "<expired>true" in out else "self-signed"
    return facts


def by_testssl(binary, domain, host, address, options):
    with tempfile.TemporaryDirectory() as room:
        file = os.path.join(room, "out.json")
        said(TESTSSL, "--quiet", "--warnings", "off", "--nodns", "min", "--openssl-timeout", "10", "--color", "0", "-t", "smtp", "-p", "-S",
             "--add-ca", options[options.index("--ca-file") + 1], "--ip", address, "--jsonfile", file, host + ":25")
        rows = json.load(open(file)) if os.path.exists(file) else []
    names = {"SSLv3": "SSLv3", "TLS1": "1.0", "TLS1_1": "1.1", "TLS1_2": "1.2", "TLS1_3": "1.3"}
    facts = {"versions": versions({names[r["id"]] for r in rows if r["id"] in names and r["finding"].startswith("offered")})}
    # With two certificates each id has a number of its own.
    of = lambda what: [r["finding"] for r in rows if re.fullmatch(re.escape(what) + r"( <.*>)?", r["id"])]
    if of("cert_notAfter"):
        facts["leaf ends"] = " / ".join(sorted(set(of("cert_notAfter"))))
        words = {"passed": "valid", "expired": "expired", "self signed": "self-signed", "chain incomplete": "incomplete", "self signed CA in chain": "untrusted"}
        found = {next((mine for theirs, mine in words.items() if re.search(r"(^|\()%s[.)]" % re.escape(theirs), text)), text) for text in of("cert_chain_of_trust")}
        facts["chain"] = " / ".join(sorted(found))
        facts["name"] = "right" if all(text.startswith("Ok") for text in of("cert_trust")) else "other"
    return facts


def by_posttls_finger(binary, domain, host, address, options):
    out = said(FINGER, "-c", "-t", "10", "-T", "10", "-l", "dane", "-L", "summary,verbose", "-F", options[options.index("--ca-file") + 1], domain)
    secured = re.findall(r"(Verified|Trusted|Untrusted|Anonymous) TLS connection", out)
    if "DNSSEC-signed TLSA record" in out:
        return {"dane": "match" if secured == ["Verified"] else "mismatch" if "verification failed" in out else "unusable"}
    # Records that it may not use, it does not name.
    return {"dane": "unusable" if "_25._tcp" in next(c for c in CASES if c.domain == domain).zone() and secured else "none" if secured else "no TLS"}


TOOLS = {"mailaudit": by_mailaudit, "s_client": by_s_client, "sslscan": by_sslscan, "testssl.sh": by_testssl, "posttls-finger": by_posttls_finger}


def main():
    binary, only = os.path.abspath(sys.argv[1]), set(sys.argv[2:])
    options = real_mail.start()
    # posttls-finger asks the system's resolver, which has to validate.
    dns_lab.run("mount", "--bind", dns_lab.write("resolv.conf", "nameserver %s\noptions trust-ad\n" % real_mail.RESOLVER), "/etc/resolv.conf")
    chosen, began = [c for c in CASES if not only or c.domain in only], time.time()

    def asked(job):
        domain, tool = job
        host, address = next(iter(next(c for c in CASES if c.domain == domain).hosts.items()))
        return TOOLS[tool](binary, domain, host, address, options)
    jobs = [(c.domain, tool) for c in chosen for tool in TOOLS]
    with concurrent.futures.ThreadPoolExecutor(3) as workers:
        told = dict(zip(jobs, workers.map(asked, jobs)))
    return judged([c.domain for c in chosen], told, time.time() - began)


def judged(domains, told, seconds):
    """Prints the table and the count; true where a difference has no reason, or a reason no difference."""
    agreed, compared, differing, bad = 0, 0, set(), []
    print("%-17s %-15s %s" % ("server", "tool", "  ".join("%-24s" % f for f in FACTS)))
    for domain in domains:
        for tool in TOOLS:
            facts, mine = told[domain, tool], told[domain, "mailaudit"]
            print("%-17s %-15s %s" % (domain, tool, "  ".join("%-24s" % facts.get(f, "-") for f in FACTS)))
            for fact in facts if tool != "mailaudit" else ():
                compared += 1
                if facts[fact] == mine.get(fact):
                    agreed += 1
                    continue
                differing.add((domain, tool, fact))
                if (domain, tool, fact) not in EXPLAINED:
                    bad.append("DIFFERS %s, %s of %s: '%s'; mailaudit: '%s'" % (tool, fact, domain, facts[fact], mine.get(fact, "-")))
    bad += ["NO LONGER DIFFERS %s, %s of %s" % (tool, fact, domain) for domain, tool, fact in sorted(EXPLAINED)
            if domain in domains and (domain, tool, fact) not in differing]
    for key in sorted(differing & set(EXPLAINED)):
        print("explained: %s, %s: %s: %s" % (*key, EXPLAINED[key]))
    print("\n".join(bad))
    print("agree %d of %d, differences listed %d (%.0f s)" % (agreed, compared, len(differing & set(EXPLAINED)), seconds))
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
