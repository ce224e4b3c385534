#!/usr/bin/env python3
"""The findings about real mail servers: Debian's postfix, exim, dovecot and nginx in a closed namespace, one domain per fault.

usage: real_mail.py BINARY [DOMAIN…]. Needs root, nsd, unbound, dig, ip, openssl, ldns-signzone, postfix, dovecot, nginx, and exim4
where it can be had. Exits 0 when all hold. DNS_LAB_RUN=COMMAND runs a command among the servers instead."""
import concurrent.futures, json, os, shutil, subprocess, sys, time
import dns_lab
from dns_lab import path, write

dns_lab.needs("nsd", "unbound", "dig", "ip", "unshare", "openssl", "ldns-signzone", "ldns-keygen", "ldns-key2ds", "postfix", "dovecot", "nginx")
dns_lab.enter()
import mail_lab
import signed_tree
from mail_lab import chain, leaf, tlsa
from real_mail_cases import CASES, CONTROL, CONTROLS, ELSEWHERE, NGINX, prepare
from signed_tree import GLUE, SERVERS, Zone

RESOLVER = "44.128.0.54"
SEVERITIES = ["info", "notice", "warning", "error", "critical"]


def zones():
    """One zone per case, some of them signed."""
    top = dict(servers=("top",))
    pointers = "".join("%s PTR %s.\n" % (".".join(reversed(address.split(".")[1:])), host) for c in CASES for host, address in c.hosts.items())
    yield from [Zone("", GLUE, algorithm=8, servers=("root",)), Zone("net", GLUE, **top), Zone("com", **top), Zone("servers.net", GLUE),
                Zone("44.in-addr.arpa", pointers)]
    yield Zone("control.net", "mx A %s\n" % CONTROL, denial=None, ds="none")
    yield Zone("google.com", "aspmx.l A %s\n" % CONTROLS[0][0], denial=None, ds="none")
    yield Zone("yandex.net", "mx A 44.128.7.98\n", denial=None, ds="none")
    for case in CASES:
        yield Zone(case.domain, case.zone(), **({} if case.signed else {"denial": None, "ds": "none"}))


def start():
    root = prepare()
    signed, anchors = signed_tree.grown(list(zones()))
    for label, (listen, hosts) in {"root": (signed_tree.ROOTS, ("root",)), "top": (signed_tree.TOPS, ("top",)), "leaf": (SERVERS, ("ns1", "ns2"))}.items():
        dns_lab.addresses(*listen)
        dns_lab.nsd(label, listen, signed(*hosts))
    hints = write("hints", ". 3600 IN NS root.servers.net.\nroot.servers.net. 3600 IN A %s\n" % signed_tree.ROOTS[0])
    dns_lab.addresses(RESOLVER, CONTROL, *[at for at, *_ in CONTROLS], *[a for c in CASES for a in (*c.hosts.values(), *c.further_addresses)], *NGINX)
    dns_lab.unbound("validating", [RESOLVER], hints, anchor=anchors[0])
    mail_lab.postfix([(CONTROL, 25, mail_lab.served("control", "mx.control.net"))]
                     + [(at, 25, {**mail_lab.served(label, "mx.control.net"), **options}) for at, label, options in CONTROLS]
                     + [service for c in CASES for service in c.postfix], ["control.net"] + [c.domain for c in CASES if c.domain != "foreign.com"])
    mail_lab.nginx([block for c in CASES for block in c.nginx])
    for c in CASES:
        if c.start:
            c.start()
    dns_lab.answers(RESOLVER, CASES[0].domain, "MX")
    dns_lab.greets([(CONTROL, 25)] + [(a, p) for c in CASES for a, p, *_ in c.postfix] + [at for c in CASES for at in c.listens])
    return ["--resolver", RESOLVER, "--dnssec-anchor", anchors[0], "--ca-file", root, "--probe-name", "probe.control.net"]


def audited(binary, case, options):
    command = [binary, *case.command(), "--format", "json", "--quiet", *options, "--control", case.control, *case.args]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env={**os.environ, **case.env})
    try:
        return json.loads(done.stdout.splitlines()[0] if done.stdout.startswith("[") else done.stdout), done
    except ValueError:
        return None, done


def faults(case, report, done):
    """What of the case does not hold."""
    if report is None:
        return ["no JSON, exit %d: %s" % (done.returncode, (done.stderr or done.stdout)[-300:])]
    told = {}
    for finding in report["findings"]:
        told.setdefault(finding["status"], {}).setdefault(finding["code"], finding["severity"])
    fails, bad = told.get("fail", {}), []
    bad += ["lacks " + code for code in case.must if code.partition(":")[0] not in fails]
    for code, _, severity in (text.partition(":") for text in case.must):
        if severity and fails.get(code) not in (None, severity):
            bad.append("%s is %s" % (code, fails[code]))
    bad += ["lacks %s %s" % (status, code) for status, codes in (("unknown", case.unknown), ("info", case.info)) for code in codes if code not in told.get(status, {})]
    bad += ["wrongly " + code for code in case.must_not if code in fails]
    # Whatever the fault, nothing else of a case's areas may look broken.
    named = {text.partition(":")[0] for text in case.must} | set(case.may)
    limit = SEVERITIES.index(case.no_worse)
    bad += ["beside it %s %s" % (code, severity) for code, severity in sorted(fails.items())
            if code not in named and SEVERITIES.index(severity) > limit and not code.startswith(("DNS", "DKIM", "DMARC", "SPF", "BL", "MX", "PTR", "RPT"))]
    return bad


def waits(case, known):
    """The codes of a case that this program does not have."""
    return {text.partition(":")[0] for text in [*case.must, *case.unknown, *case.info, *case.needs]} - known


def coverage(known):
    """Tells which faults a real server shows here, and where the others are shown; those of which neither is so."""
    areas = tuple("SMTP TLS STS RPT DANE BIMI CFG".split())
    codes = {code for code in known if code.rstrip("0123456789") in areas}
    shown = {text.partition(":")[0] for c in CASES for text in [*c.must, *c.unknown, *c.info]} & codes
    print("shown by a real server: %d of %d codes: %s" % (len(shown), len(codes), " ".join(sorted(shown))))
    for code, why in sorted(ELSEWHERE.items()):
        print("shown elsewhere: %s, %s" % (code, why))
    return sorted(codes - shown - set(ELSEWHERE)) + sorted(set(ELSEWHERE) & shown)


def main():
    binary, only = os.path.abspath(sys.argv[1]), set(sys.argv[2:])
    options = start()
    if os.environ.get("DNS_LAB_RUN"):
        options += ["--control", "mx.control.net"]
        print(" ".join(options))
        sys.stdout.flush()
        sys.exit(subprocess.call(os.environ["DNS_LAB_RUN"], shell=True, env={**os.environ, "LAB_OPTIONS": " ".join(options), "LAB_ROOM": dns_lab.ROOM}))
    known = {check["code"] for check in json.loads(subprocess.run([binary, "checks", "--format", "json"], capture_output=True, text=True, check=True).stdout)}
    chosen = [c for c in CASES if (not only or c.domain in only) and not waits(c, known)]
    waiting = sorted({code for c in CASES for code in waits(c, known)})
    if waiting:
        print("left out: %d cases of checks that do not exist yet (%s)" % (sum(bool(waits(c, known)) for c in CASES), ", ".join(waiting)))
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as workers:
        began = time.time()
        for case, (report, done) in zip(chosen, workers.map(lambda c: audited(binary, c, options), chosen)):
            bad = faults(case, report, done)
            failed += bool(bad)
            if bad:
                print("%-24s %s" % (case.domain, "; ".join(bad)))
    print("%d of %d real mail servers are told as they are (%.0f s)" % (len(chosen) - failed, len(chosen), time.time() - began))
    open_ends = coverage(known)
    if open_ends:
        print("shown nowhere, or in both: %s" % " ".join(open_ends))
    sys.exit(bool(failed or open_ends))


if __name__ == "__main__":
    main()
