#!/usr/bin/env python3
"""The demo's domains through Debian's nsd and unbound: `dig` must agree with every answer that the
audit recorded, and the DNS findings must be those of the in-process lab.

usage: real_dns.py BINARY ZONE...    in a network namespace of its own; needs root
"""
import ipaddress
import json
import os
import subprocess
import sys
import tempfile
import time

DNS_AREAS = {"dns", "mx", "spf", "dkim", "dmarc", "ptr", "bl"}
UNBOUND = "127.0.0.2"


def main():
    if os.environ.get("REAL_DNS_INSIDE") != "1":
        os.environ["REAL_DNS_INSIDE"] = "1"
        os.execvp("unshare", ["unshare", "--net", "--pid", "--fork", "--kill-child", sys.executable] + sys.argv)
    binary, zones = os.path.abspath(sys.argv[1]), sys.argv[2:]
    demo = run_demo(binary)
    sh("ip", "link", "set", "lo", "up")
    with tempfile.TemporaryDirectory() as folder:
        records = [r for path in zones for r in scenario(path)]
        serve(records, folder)
        faults, asked = [], 0
        for domain, (wanted, args) in demo.items():
            recording = os.path.join(folder, domain + ".json")
            command = [binary, "check", domain, "--resolver", UNBOUND, "--no-smtp", "--format", "json", "--fail-on", "never", "--record", recording]
            output = subprocess.run(command + args, capture_output=True, text=True, timeout=120)
            try:
                report = json.loads(output.stdout)
            except ValueError:
                sys.exit("%s: no report: %s" % (domain, output.stderr.strip()))
            got = fails(report)
            # Name servers that differ in what the in-process lab cannot show are no fault of the audit.
            for code in sorted(wanted ^ got):
                faults.append("%s: %s only %s" % (domain, code, "in the lab" if code in wanted else "through nsd and unbound"))
            counted, wrong = dig_agrees(recording)
            asked += counted
            faults += ["%s: %s" % (domain, w) for w in wrong]
        print("\n".join(faults) if faults else "no differences")
        print("dig compared: %d answers; domains: %d" % (asked, len(demo)))
    sys.stdout.flush()
    os._exit(1 if faults or not asked else 0)


def sh(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def run_demo(binary):
    """Per domain of the demo: the failed DNS codes, and the options that the demo's target has."""
    found = {}
    for line in sh(binary, "demo", "--format", "json", "--quiet").splitlines():
        report = json.loads(line)
        target = report["target"]
        args = [a for ip in target["ips"] for a in ("--ip", ip)] + [a for s in target["selectors"] for a in ("--selector", s)]
        found[target["domain"]] = (fails(report), args)
    return found


def fails(report):
    return {f["code"] for f in report["findings"] if f["status"] == "fail" and f["area"] in DNS_AREAS}


def scenario(path):
    """(owner, ttl, type, data) of each zone line of a scenario text."""
    for line in open(path, encoding="utf-8"):
        words = line.strip().split(None, 1)
        if not words or words[0] in ("#", "smtp", "target") or line.startswith((" ", "\t", "#", "@", "S:", "C:", "TLS")):
            continue
        owner, rest = words
        try:
            owner = ipaddress.ip_address(owner).reverse_pointer
        except ValueError:
            pass
        ttl, tail = rest.split(None, 1)
        if ttl.isdigit():
            rtype, data = tail.split(None, 1)
        else:
            ttl, rtype, data = "3600", ttl, tail
        if data in ("TIMEOUT", "SERVFAIL", "REFUSED", "NODATA", "NXDOMAIN"):
            continue
        yield owner, ttl, rtype.upper(), data


def zone_data(rtype, data):
    absolute = lambda name: name if name.endswith(".") else name + "."
    words = data.split()
    if rtype in ("NS", "CNAME", "PTR"):
        return absolute(words[0])
    if rtype == "MX":
        return "%s %s" % (words[0], absolute(words[1]))
    if rtype == "SOA":
        middle = (words[2:] + ["3600", "600", "604800", "300"])[:1] + ["3600", "600", "604800", words[-1]]
        return " ".join([absolute(words[0]), absolute(words[1])] + middle)
    if rtype in ("TXT", "SPF") and not data.startswith('"'):
        escaped = data.replace("\\", "\\\\").replace('"', '\\"')
        return " ".join('"%s"' % escaped[i : i + 255] for i in range(0, len(escaped), 255))
    return data


def serve(records, folder):
    """One root zone in nsd on every name server address of the scenario, unbound in front."""
    hosts = {zone_data("NS", d) for _, _, t, d in records if t == "NS"}
    servers = {d for o, _, t, d in records if t == "A" and o.lower() + "." in hosts}
    for address in servers | {"127.0.0.3"}:
        sh("ip", "addr", "add", address + "/32", "dev", "lo") if not address.startswith("127.") else None
    apexes = {o for o, _, t, _ in records if t == "SOA"}
    lines = [". 3600 IN SOA a.root. h.root. 1 3600 600 604800 300", ". 3600 IN NS a.root.", "a.root. 3600 IN A 127.0.0.3"]
    # One zone holds all: name servers of inner names stand there as plain data would not, so each apex is a zone.
    zones = {".": lines}
    for apex in apexes:
        zones[apex] = []
    for owner, ttl, rtype, data in records:
        inside = [a for a in apexes if owner == a or owner.endswith("." + a)]
        zone = max(inside, key=len) if inside else "."
        zones[zone].append("%s. %s IN %s %s" % (owner, ttl, rtype, zone_data(rtype, data)))
    for apex in apexes:
        for owner, ttl, rtype, data in records:
            if owner == apex and rtype == "NS":
                zones["."].append("%s. %s IN NS %s" % (owner, ttl, zone_data(rtype, data)))
                zones["."] += ["%s. 3600 IN A %s" % (o, d) for o, _, t, d in records if t == "A" and o + "." == zone_data("NS", data)]
    listen = "".join(" ip-address: %s@53\n" % a for a in sorted(servers | {"127.0.0.3"}))
    conf = 'server:\n%s username: root\n chroot: ""\n zonesdir: "%s"\n pidfile: "%s/nsd.pid"\n database: ""\n zonelistfile: "%s/zl"\n xfrdfile: "%s/xs"\n xfrdir: "%s"\n logfile: "%s/nsd.log"\n rrl-ratelimit: 0\nremote-control:\n control-enable: no\n' % ((listen,) + (folder,) * 6)
    for index, (zone, text) in enumerate(zones.items()):
        path = "%s/%d.zone" % (folder, index)
        with open(path, "w", encoding="utf-8") as file:
            file.write("$TTL 3600\n" + "\n".join(dict.fromkeys(text)) + "\n")
        check = subprocess.run(["nsd-checkzone", zone, path], capture_output=True, text=True)
        if check.returncode:
            sys.exit("zone %s: %s" % (zone, (check.stdout + check.stderr).strip()))
        conf += 'zone:\n name: "%s"\n zonefile: "%s"\n' % (zone, path)
    open(folder + "/nsd.conf", "w").write(conf)
    open(folder + "/hints", "w").write(". 3600 IN NS a.root.\na.root. 3600 IN A 127.0.0.3\n")
    open(folder + "/unbound.conf", "w").write(
        'server:\n interface: %s\n access-control: 0.0.0.0/0 allow\n do-ip6: no\n do-not-query-localhost: no\n username: ""\n chroot: ""\n directory: "%s"\n pidfile: "%s/ub.pid"\n use-syslog: no\n logfile: "%s/ub.log"\n root-hints: "%s/hints"\n module-config: "iterator"\n local-zone: "127.in-addr.arpa." nodefault\n qname-minimisation: no\nremote-control:\n control-enable: no\n'
        % ((UNBOUND,) + (folder,) * 4)
    )
    sh("nsd", "-c", folder + "/nsd.conf")
    sh("unbound", "-c", folder + "/unbound.conf")
    for _ in range(100):
        if dig(".", "SOA"):
            return
        time.sleep(0.05)
    sys.exit("the name servers did not start")


def dig(name, rtype):
    out = subprocess.run(["dig", "+short", "+time=2", "+tries=2", "@" + UNBOUND, name, rtype], capture_output=True, text=True).stdout
    return [l for l in out.splitlines() if l and not l.startswith(";")]


def dig_agrees(recording):
    """Compares each recorded answer with dig's; gives how many, and what differs."""
    wrong, count = [], 0
    for audit in json.load(open(recording))["audits"]:
        for entry in audit["answers"]:
            question, answer = entry["question"].get("dns"), entry["answer"].get("dns")
            if not question or not answer or answer["outcome"] in ("timeout", "server_failure", "refused"):
                continue
            name, rtype = question["name"], question["type"]
            seen = {normal(l, rtype) for l in dig(name, rtype)}
            outcome = answer["outcome"]
            recorded = {shown(r["data"]) for r in outcome["records"]} if isinstance(outcome, dict) else set()
            # dig prints the aliases on the way, too.
            seen -= {normal(a["target"], "CNAME") for a in answer.get("aliases", [])} - recorded
            count += 1
            if seen != recorded:
                wrong.append("%s %s: dig says %s, recorded is %s" % (name, rtype, sorted(seen)[:4], sorted(recorded)[:4]))
    return count, wrong


def normal(line, rtype):
    if rtype in ("TXT", "SPF"):
        return "".join(part for i, part in enumerate(line.split('"')) if i % 2)
    return " ".join(w.rstrip(".").lower() or "." for w in line.split())


def shown(data):
    (kind, value), = data.items()
    if kind in ("TXT", "SPF"):
        return "".join(value)
    if kind == "MX":
        return "%s %s" % (value["preference"], value["exchange"])
    if kind == "SOA":
        return None
    return str(value).lower()


if __name__ == "__main__":
    main()
