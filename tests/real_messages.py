#!/usr/bin/env python3
"""`message` against a real resolver: the messages of fixtures/messages/dkimpy, their keys and policies as unbound serves them
over the wire, each with what was expected of it; then every recording judged again without any network.

usage: real_messages.py BINARY. Needs root, unbound, dig and ip. Exits 0 when all hold."""
import concurrent.futures, csv, json, os, subprocess, sys
import dns_lab

RESOLVER = "44.128.0.53"
FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures", "messages", "dkimpy")
# From elsewhere, so that DKIM alone decides.
ENVELOPE = ["--ip", "44.128.1.1", "--mail-from", "x@example.net", "--helo", "mx.example.net"]
# Its time was over in November 2026, and no resolver here stays silent.
LATER = {"expires-now": ("expired", "fail:reject")}
LEFT_OUT = {"key-slow"}


def data():
    """The zone text of the fixtures as unbound's own: strings of 200 octets, as zones have them."""
    lines = []
    for line in open(os.path.join(FOLDER, "zone.txt")):
        owner, rtype, value = line.rstrip("\n").split(" ", 2)
        if value in ("TIMEOUT", "NODATA"):
            continue
        if rtype == "TXT":
            value = " ".join('"%s"' % value[at:at + 200] for at in range(0, len(value), 200))
        lines.append(" local-data: '%s. %s %s'\n" % (owner, rtype, value))
    return " local-zone: \".\" static\n" + "".join(lines)


def printed(binary, *arguments):
    done = subprocess.run([binary, "message", *arguments, "--format", "json", "--quiet"], capture_output=True, text=True, timeout=60)
    try:
        return json.loads(done.stdout)
    except ValueError:
        sys.exit("%s: %s" % (" ".join(arguments), done.stderr.strip()[-500:]))


def seen(report):
    told = report["message"]
    dkim = " ".join(s["reason"] or s["result"] for s in told["dkim"])
    dmarc = " ".join(d["result"] + (":" + d["policy"] if d["policy"] else "") for d in told["dmarc"])
    return dkim, dmarc, told["arc"]["result"]


def tried(binary, case):
    name, kept = case["file"], dns_lab.path(case["file"] + ".json")
    report = printed(binary, os.path.join(FOLDER, name + ".eml"), *ENVELOPE, "--resolver", RESOLVER, "--record", kept)
    dkim, dmarc = LATER.get(name, (case["dkim"], case["dmarc"]))
    wrong = [] if seen(report) == (dkim, dmarc, case["arc"]) else ["%s: %s wanted, %s" % (name, (dkim, dmarc, case["arc"]), seen(report))]
    if printed(binary, "--replay", kept) != report:
        wrong.append("%s: the recording is judged otherwise" % name)
    return wrong


def main():
    binary = os.path.abspath(sys.argv[1])
    dns_lab.needs("unbound", "dig", "ip", "unshare")
    dns_lab.enter()
    dns_lab.addresses(RESOLVER)
    dns_lab.unbound("names", [RESOLVER], None, extra=data())
    dns_lab.answers(RESOLVER, "example.com", "TXT")
    with open(os.path.join(FOLDER, "expected.tsv"), newline="") as file:
        cases = [c for c in csv.DictReader(file, delimiter="\t") if c["file"] not in LEFT_OUT]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        wrong = [line for told in pool.map(lambda case: tried(binary, case), cases) for line in told]
    print("".join(line + "\n" for line in wrong) + "%d of %d signed messages hold over real DNS" % (len(cases) - len({w.split(":")[0] for w in wrong}), len(cases)))
    sys.exit(1 if wrong else 0)


main()
