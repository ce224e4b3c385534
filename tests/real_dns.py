#!/usr/bin/env python3
"""The audit against real name servers: nsd and unbound in a closed network namespace.

usage: real_dns.py BINARY. Needs root, nsd, unbound, dig and ip. Three things are tried on a healthy and a sick domain:
the audit tells what the zone says; dig agrees on every answer that the audit recorded; the recording replays to the
identical report. Exits 0 when all hold."""
import json, os, shutil, subprocess, sys, tempfile, time

if os.environ.get("REAL_DNS_INSIDE") != "1":
    os.environ["REAL_DNS_INSIDE"] = "1"
    os.execvp("unshare", ["unshare", "--net", "--pid", "--fork", "--mount-proc", "--kill-child", sys.executable] + sys.argv)

SERVERS, RESOLVER = ["44.128.0.10", "44.129.0.10"], "44.128.0.53"
KEY = subprocess.run("openssl genrsa 2048 2>/dev/null | openssl rsa -pubout -outform DER 2>/dev/null | base64 -w0", shell=True, capture_output=True, text=True, check=True).stdout
APEX = "@ SOA ns1.servers.net. hostmaster.servers.net. 1 7200 3600 1209600 3600\n@ NS ns1.servers.net.\n@ NS ns2.servers.net.\n"
HEALTHY = APEX + """
@ MX 10 mx1
@ MX 20 mx2
@ A 44.128.1.80
mx1 A 44.128.1.1
mx2 A 44.129.1.2
@ TXT "v=spf1 ip4:44.128.1.1 ip4:44.129.1.2 -all"
mx1 TXT "v=spf1 a -all"
mx2 TXT "v=spf1 a -all"
_dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@healthy.com"
s1._domainkey TXT "v=DKIM1; k=rsa; p=%s" "%s"
""" % (KEY[:200], KEY[200:])
SICK = APEX + """
@ MX 10 alias
alias CNAME mx1.healthy.com.
@ TXT "v=spf1 ip4:44.128.1.1 -all"
@ TXT "v=spf1 ipv4:44.128.1.1 -all"
@ TXT "an odd \\"quoted\\" text \\200\\001"
s1._domainkey TXT "v=DKIM1; k=rsa; p="
"""
REVERSE = APEX + "1.1.128 PTR mx1.healthy.com.\n2.1.129 PTR mx2.healthy.com.\n"
DELEGATED = ["healthy.com.", "sick.com.", "servers.net.", "44.in-addr.arpa."]
ZONES = {
    ".": APEX + "".join("%s NS ns1.servers.net.\n%s NS ns2.servers.net.\n" % (z, z) for z in DELEGATED)
         + "ns1.servers.net. A %s\nns2.servers.net. A %s\n" % tuple(SERVERS),
    "healthy.com.": HEALTHY, "sick.com.": SICK, "44.in-addr.arpa.": REVERSE,
    "servers.net.": APEX + "ns1 A %s\nns2 A %s\n" % tuple(SERVERS),
}
# domain -> codes that must fail; a healthy one shows nothing above a notice
CASES = {"healthy.com": set(), "sick.com": {"MX006", "SPF002", "DMARC001"}}


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def start(room):
    run("ip", "link", "set", "lo", "up")
    for network in ("44.128.0.0/16", "44.129.0.0/16"):
        run("ip", "addr", "add", network, "dev", "lo")
    for address in SERVERS + [RESOLVER]:
        run("ip", "addr", "add", address + "/32", "dev", "lo")
    conf = "server:\n username: root\n chroot: \"\"\n zonesdir: \"%s\"\n database: \"\"\n pidfile: \"%s/nsd.pid\"\n logfile: \"%s/nsd.log\"\n" % (room, room, room)
    conf += " zonelistfile: \"%s/list\"\n xfrdfile: \"%s/xfrd\"\n xfrdir: \"%s\"\n rrl-ratelimit: 0\n" % (room, room, room)
    conf += "".join(" ip-address: %s\n" % a for a in SERVERS) + "remote-control:\n control-enable: no\n"
    for number, (zone, text) in enumerate(ZONES.items()):
        with open("%s/%d.zone" % (room, number), "w") as file:
            file.write("$ORIGIN %s\n$TTL 3600\n%s" % (zone, text))
        conf += "zone:\n name: \"%s\"\n zonefile: %d.zone\n" % (zone, number)
    with open(room + "/nsd.conf", "w") as file:
        file.write(conf)
    with open(room + "/hints", "w") as file:
        file.write(". 3600 NS ns1.servers.net.\nns1.servers.net. 3600 A %s\n" % SERVERS[0])
    with open(room + "/unbound.conf", "w") as file:
        file.write("server:\n interface: %s\n access-control: 0.0.0.0/0 allow\n do-ip6: no\n username: \"\"\n chroot: \"\"\n directory: \"%s\"\n"
                   " pidfile: \"%s/unbound.pid\"\n use-syslog: no\n logfile: \"%s/unbound.log\"\n root-hints: \"%s/hints\"\n"
                   " module-config: \"iterator\"\nremote-control:\n control-enable: no\n" % (RESOLVER, room, room, room, room))
    run("nsd", "-c", room + "/nsd.conf")
    run("unbound", "-c", room + "/unbound.conf")
    for _ in range(100):
        if run("dig", "+short", "+time=1", "+tries=1", "@" + RESOLVER, "healthy.com", "MX").strip():
            return
        time.sleep(0.1)
    sys.exit("the name servers did not start:\n" + open(room + "/nsd.log").read()[-1000:])


def plain(text):
    """Presentation form with every escape as its octet, so that two spellings of one text are equal."""
    out, i = [], 0
    while i < len(text):
        if text[i] == "\\" and text[i + 1:i + 4].isdigit():
            out.append(chr(int(text[i + 1:i + 4])))
            i += 4
        elif text[i] == "\\":
            out.append(text[i + 1])
            i += 2
        else:
            out.append(text[i])
            i += 1
    return "".join(out)


def strings(rdata):
    """The quoted strings of a TXT record as dig prints it."""
    found, current, i = [], None, 0
    while i < len(rdata):
        c = rdata[i]
        if c == "\\":
            current += rdata[i:i + 2]
            i += 1
        elif c == '"':
            if current is None:
                current = ""
            else:
                found.append(plain(current))
                current = None
        elif current is not None:
            current += c
        i += 1
    return tuple(found)


def seen_by_dig(name, rtype):
    said = run("dig", "+noall", "+comments", "+answer", "+tries=2", "@" + RESOLVER, name + ".", rtype)
    status = said.split("status: ")[1].split(",")[0]
    records = set()
    for line in said.splitlines():
        parts = line.split(None, 4)
        if not line or line.startswith(";") or parts[3] != rtype:
            continue
        if rtype == "TXT":
            records.add(strings(parts[4]))
        else:
            records.add(" ".join(word.rstrip(".").lower() for word in parts[4].split()))
    return {"NXDOMAIN": "no_such_name", "NOERROR": "records" if records else "no_data"}.get(status, status), records


def recorded(answer):
    outcome = answer["outcome"]
    if isinstance(outcome, str):
        return outcome, set()
    records = set()
    for record in outcome["records"]:
        (rtype, data), = record["data"].items()
        if rtype == "TXT":
            records.add(tuple(plain(text) for text in data))
        elif rtype == "MX":
            records.add("%d %s" % (data["preference"], data["exchange"].rstrip(".")))
        elif rtype == "SOA":
            records.add(("%s %s %d" % (data["mname"], data["rname"], data["serial"])))
        else:
            records.add(str(data))
    return "records", records


def disagreements(path):
    told, compared = [], 0
    for audit in json.load(open(path))["audits"]:
        for entry in audit["answers"]:
            question, answer = entry["question"].get("dns"), entry["answer"].get("dns")
            if not question or not answer or answer["outcome"] == "timeout":
                continue
            theirs, ours = seen_by_dig(question["name"], question["type"]), recorded(answer)
            if question["type"] == "SOA":
                theirs = (theirs[0], {" ".join(r.split()[:3]) for r in theirs[1]})
            compared += 1
            if theirs != ours:
                told.append("%s %s: dig says %s, the audit %s" % (question["name"], question["type"], theirs, ours))
    return compared, told


def tried(binary, domain, codes, room):
    path = "%s/%s.json" % (room, domain)
    only = ["--only", "dns,mx,spf,dkim,dmarc,ptr", "--format", "json"]
    command = [binary, "check", domain, "--selector", "s1", "--no-smtp", "--resolver", RESOLVER, "--record", path] + only
    live = subprocess.run(command, capture_output=True, text=True)
    report = json.loads(live.stdout)
    fails = {f["code"]: f["severity"] for f in report["findings"] if f["status"] == "fail"}
    faults = ["%s: %s is not told" % (domain, code) for code in sorted(codes - set(fails))]
    if not codes:
        faults += ["%s: healthy, yet %s" % (domain, c) for c, s in sorted(fails.items()) if s not in ("info", "notice")]
    compared, told = disagreements(path)
    faults += told
    again = subprocess.run([binary, "check", "--replay", path, "--format", "json"], capture_output=True, text=True)
    if again.stdout != live.stdout:
        faults.append("%s: the recording replays to another report" % domain)
    if compared < 10:
        faults.append("%s: only %d answers were compared" % (domain, compared))
    print("%s: %d fails, dig compared %d answers, %d faults" % (domain, len(fails), compared, len(faults)))
    return faults


def main():
    room = tempfile.mkdtemp(prefix="real-dns")
    try:
        start(room)
        faults = [f for domain, codes in CASES.items() for f in tried(os.path.abspath(sys.argv[1]), domain, codes, room)]
    finally:
        shutil.rmtree(room, ignore_errors=True)
    print("\n".join(faults + ["real name servers: %s" % ("FAILED" if faults else "all holds")]))
    sys.exit(1 if faults else 0)


main()
