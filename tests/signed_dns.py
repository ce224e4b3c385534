#!/usr/bin/env python3
"""DNSSEC statuses on a signed tree: delv's, a validating unbound's and the audit's must be the same.

usage: signed_dns.py BINARY [--only WORD]; WORD chooses domains. Needs root, nsd, unbound, delv, dig, ip and ldns-signzone.
The audit is run three times: through a resolver that does not validate, through one that does, and walking from the
root itself; what it finds must fit each case, too. Exits 0 when all agree. DNS_LAB_KEEP=DIR keeps the recordings,
DNS_LAB_RUN=COMMAND runs a command among the servers instead."""
import concurrent.futures, json, os, subprocess, sys, time
import dns_lab, signed_tree
from dns_lab import path, write

dns_lab.needs("nsd", "unbound", "delv", "dig", "ip", "unshare", "ldns-signzone", "ldns-keygen", "ldns-key2ds")
dns_lab.enter()
from signed_cases import CASES, WATCHED, ZONES, tops

PLAIN, VALIDATING = "44.128.0.53", "44.128.0.54"
WAYS = {"forward": ["--resolver", PLAIN], "validating": ["--resolver", VALIDATING], "recursive": ["--resolver", "recursive"]}
COLUMNS = ["delv", "unbound"] + list(WAYS)
# (name, type) or (domain's end) and column -> what it says instead, and why that is no fault.
NO_FOURTH = "it knows no fourth state, and fails where it cannot fetch a DS"
BELOW_DNAME = "1.17 wants a signature of the alias that a DNAME makes, where it was asked for the alias itself (RFC 6672 5.3.1 wants none)"
EXPLAINED = {
    ("biz", "delv"): ("bogus failed", NO_FOURTH),
    ("biz", "unbound"): ("bogus failed", NO_FOURTH),
    ("biz", "validating"): ("none", "that resolver is still asking when the question's time ends, so that there is no answer to judge"),
    ("absent.com", "MX", "delv"): ("secure", "it does not print that the proof has the opt-out flag (RFC 5155 9.2)"),
    ("absent.com", "SOA", "delv"): ("secure", "it does not print that the proof has the opt-out flag (RFC 5155 9.2)"),
    ("mx.moved.branch.net", "CNAME", "unbound"): ("bogus", BELOW_DNAME),
    ("mx.moved.branch-unsigned.net", "CNAME", "unbound"): ("bogus", BELOW_DNAME),
    ("mx.moved.branch-unsigned.net", "CNAME", "delv"): ("insecure", "it follows the DNAME even where the alias itself was asked for, and tells of the target"),
}
for way in WAYS:
    # Validators that lack an algorithm must treat its zones as unsigned (RFC 4035 5.2).
    EXPLAINED["algorithm16.org", way] = "insecure", "Ed448 is not implemented, and such a zone counts as unsigned (RFC 4035 5.2)"


def start():
    zones, anchors = signed_tree.grown(tops() + ZONES)
    levels = {"root": (signed_tree.ROOTS, ("root",)), "top": (signed_tree.TOPS, ("top",)), "behind": ([signed_tree.BEHIND], ("deaf",)),
              "leaf": (signed_tree.SERVERS, ("ns1", "ns2"))}
    dns_lab.addresses(signed_tree.DEAF, PLAIN, VALIDATING)
    for label, (listen, hosts) in levels.items():
        dns_lab.addresses(*listen)
        dns_lab.nsd(label, listen, zones(*hosts))
    dns_lab.stays([sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "deaf_server.py"), signed_tree.DEAF, signed_tree.BEHIND])
    hints = write("hints", ". 3600 IN NS root.servers.net.\nroot.servers.net. 3600 IN A %s\n" % signed_tree.ROOTS[0])
    dns_lab.unbound("plain", [PLAIN], hints)
    dns_lab.unbound("validating", [VALIDATING], hints, anchor=anchors[0])
    for server in (PLAIN, VALIDATING):
        dns_lab.answers(server, "nsec.net", "MX")
    return hints, anchors


def by_delv(name, rtype, anchor):
    """What delv makes of the question, through the resolver that does not validate."""
    said = subprocess.run(["delv", "@" + PLAIN, "-a", anchor, "+root=.", name + ".", rtype], capture_output=True, text=True)
    lines = (said.stdout + said.stderr).splitlines()
    told = [l for l in lines if l.startswith(";")]
    failure = next((l.split("resolution failed:")[1].strip() for l in lines if "resolution failed:" in l), "")
    if failure and not failure.startswith("ncache"):
        return "failed" if failure in ("SERVFAIL", "timed out", "failure", "quota reached") else "bogus"
    if any("unsigned answer" in l for l in told):
        return "insecure"
    if any("fully validated" in l for l in told):
        return "secure"
    return "silent"


def by_unbound(name, rtype):
    """AD is secure; a failure that CD cures is bogus; one that it does not cure says nothing."""
    def asked(*flags):
        command = ["dig", "+noall", "+comments", "+tries=1", "+time=10", *flags, "@" + VALIDATING, name + ".", rtype]
        said = subprocess.run(command, capture_output=True, text=True).stdout
        if "status: " not in said:
            return "SERVFAIL", False
        return said.split("status: ")[1].split(",")[0], " ad" in said.split("flags:")[1].split(";")[0]
    status, authentic = asked("+adflag")
    if status == "SERVFAIL":
        return "failed" if asked("+cdflag")[0] == "SERVFAIL" else "bogus"
    return "secure" if authentic else "insecure"


def by_audit(binary, way, options):
    """Status by question, the findings by domain, and the faults of the run."""
    record, began = path(way + ".json"), time.time()
    command = [binary, "check", "--no-smtp", *[c.domain for c in chosen()], "--record", record, "--format", "json", "--timeout", "5"] + WAYS[way] + options
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if done.returncode not in (0, 1):
        return {}, {}, ["%s: ended with %d: %s" % (way, done.returncode, done.stderr.strip()[-400:])]
    if os.environ.get("DNS_LAB_KEEP"):
        subprocess.run(["cp", record, os.environ["DNS_LAB_KEEP"]])
    statuses = {}
    for audit in json.load(open(record))["audits"]:
        for entry in audit["answers"]:
            asked, answer = entry["question"].get("dns"), entry["answer"].get("dns")
            if not asked or not answer:
                continue
            dnssec = answer.get("dnssec") or {}
            reason = dnssec.get("reason") or {}
            statuses[asked["name"].rstrip("."), asked["type"]] = dnssec.get("status", "none"), reason.get("fault", ""), answer["outcome"]
    findings = {}
    for report in documents(done.stdout):
        findings[report["target"]["domain"]] = report["findings"]
    print("%-10s %d answers in %.1f s" % (way, len(statuses), time.time() - began))
    return statuses, findings, []


def told_amiss(case, way, findings):
    """Where the watched checks do not say what the case is about."""
    failed = {f["code"] for f in findings if f["status"] == "fail"} & WATCHED
    unknown = {f["code"] for f in findings if f["status"] == "unknown"} & WATCHED
    told = ["%s, %s: %s is told wrongly" % (case.domain, way, code) for code in sorted(failed - case.fails)]
    told += ["%s, %s: %s is not told" % (case.domain, way, code) for code in sorted(case.fails - failed)]
    return told + ["%s, %s: %s is not unknown" % (case.domain, way, code) for code in sorted(case.unknown - unknown)]


def told_apart(said, known):
    """Of the answers that are not in the table, how many are the same all three ways, and which are not."""
    everywhere = set.intersection(*(set(said[way]) for way in WAYS)) - known
    judged = [q for q in sorted(everywhere) if not any(q[0].endswith("." + k[0]) or q[0] == k[0] for k in EXPLAINED if k[1:] == ("validating",))]
    apart = ["%s %s: %s" % (*q, ", ".join("%s %s" % (way, said[way][q]) for way in WAYS)) for q in judged if len({said[way][q] for way in WAYS}) > 1]
    return len(judged) - len(apart), apart


def documents(text):
    """The JSON documents of a text, one after the other."""
    reader, at = json.JSONDecoder(), 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        one, at = reader.raw_decode(text, at)
        yield from one if isinstance(one, list) else [one]


def chosen():
    word = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else ""
    return [c for c in CASES if word in c.domain]


def main():
    binary, faults = os.path.abspath(sys.argv[1]), []
    hints, (anchor, delvs) = start()
    if os.environ.get("DNS_LAB_RUN"):
        sys.exit(subprocess.run(["bash", "-c", os.environ["DNS_LAB_RUN"]], env={**os.environ, "LAB": dns_lab.ROOM}).returncode)
    table = [(name, rtype, status) for c in chosen() for (name, rtype), status in c.rows.items()]
    asked = list(dict.fromkeys((name, rtype) for name, rtype, _ in table))
    with concurrent.futures.ThreadPoolExecutor(4) as workers:
        said = {"delv": dict(zip(asked, workers.map(lambda q: by_delv(*q, delvs), asked))),
                "unbound": dict(zip(asked, workers.map(lambda q: by_unbound(*q), asked)))}
    found, reasons = {}, {}
    options = {way: ["--dnssec-anchor", anchor] + (["--root-hints", hints] if way == "recursive" else []) for way in WAYS}
    with concurrent.futures.ThreadPoolExecutor(len(WAYS)) as workers:
        audits = dict(zip(WAYS, workers.map(lambda way: by_audit(binary, way, options[way]), WAYS)))
    for way, (statuses, findings, told) in audits.items():
        found[way] = findings
        said[way] = {q: s[0] for q, s in statuses.items()}
        reasons.update({(way, q): s[1] for q, s in statuses.items()})
        faults += told
    width = max(len(name) for name, _, _ in table) + 1
    print("\n%-*s %-5s %-14s" % (width, "name", "type", "expected") + "".join("%-14s" % c for c in COLUMNS) + "reason")
    agreed = 0
    for name, rtype, expected in dict.fromkeys(table):
        cells, wrong, reason = [], [], ""
        for column in COLUMNS:
            saw = said[column].get((name, rtype), "-")
            excused = EXPLAINED.get((name, rtype, column), next((e for k, e in EXPLAINED.items() if k[1:] == (column,) and (name == k[0] or name.endswith("." + k[0]))), None))
            good = saw == expected or (excused is not None and saw in excused[0].split())
            cells.append(saw if saw == expected else saw + ("*" if good else "!"))
            wrong += [] if good else [column]
            reason = reasons.get((column, (name, rtype)), "") or reason
        agreed += not wrong
        print("%-*s %-5s %-14s" % (width, name, rtype, expected) + "".join("%-14s" % c for c in cells) + reason)
    print("* explained:")
    for key, (saw, why) in EXPLAINED.items():
        print("  %s: %s, since %s" % (" ".join(key), saw.replace(" ", " or "), why))
    total = len(dict.fromkeys(table))
    for case in chosen():
        for way, findings in found.items():
            faults += told_amiss(case, way, findings.get(case.domain, []))
    further, differing = told_apart(said, {(name, rtype) for name, rtype, _ in table})
    print("\n".join(faults + differing))
    print("%d further answers have the same status all three ways, %d have not" % (further, len(differing)))
    print("%d of %d statuses agree" % (agreed, total))
    sys.exit(0 if agreed == total and not faults + differing else 1)


main()
