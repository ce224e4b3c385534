#!/usr/bin/env python3
"""`deliver` against Debian's postfix, dovecot with sieve, opendkim and opendmarc in a closed namespace: a message in the
inbox, in spam by flag and by name, on a tab, bounced by either side, late, and lost; and the way back.

usage: real_deliver.py BINARY. Needs root, unbound, ip, openssl, postfix, dovecot with lmtpd and sieve, opendkim, opendmarc.
Exits 0 when all holds. DNS_LAB_RUN=COMMAND runs a command among the servers instead."""
import json, os, subprocess, sys
import dns_lab
from dns_lab import path, write

dns_lab.needs("unbound", "ip", "unshare", "openssl", "postfix", "dovecot", "sievec", "/usr/lib/dovecot/lmtp", "opendkim", "opendmarc")
dns_lab.enter()
import delivery_lab as lab
import mail_lab
from mail_lab import chain, leaf

DNS = "44.128.20.53"
OUT, OWN, FORWARDER = "44.128.20.1", "44.128.20.2", "44.128.20.9"
INBOX, INBOX_IMAP = "44.128.20.11", "44.128.20.12"
STRICT, STRICT_IMAP = "44.128.20.21", "44.128.20.22"
CLEAR, CLEAR_IMAP = "44.128.20.31", "44.128.20.32"
HOSTS = {
    "mx.example.com": OUT, "smtp.example.com": OUT, "imap.example.com": OWN, "relay.example.com": FORWARDER,
    "mx.inbox.net": INBOX, "smtp.inbox.net": INBOX, "imap.inbox.net": INBOX_IMAP,
    "mx.strict.net": STRICT, "imap.strict.net": STRICT_IMAP, "mx.clear.net": CLEAR, "imap.clear.net": CLEAR_IMAP,
}
PASSWORD, FOREIGN = "secret-word", "пароль \"и\" \\слово"

RULES = {
    "inbox": 'require ["envelope"];\nif envelope :is "to" "lost@inbox.net" { discard; stop; }\n',
    # What a filter does that believes its own checks.
    "strict": 'require ["fileinto"];\nif header :contains "Authentication-Results" "dmarc=fail" { fileinto "INBOX.Ungewolltes"; stop; }\n',
    "clear": 'require ["fileinto", "envelope"];\n'
             'if envelope :is "to" "vera@clear.net" { fileinto "Спам"; stop; }\n'
             'if envelope :is "to" "gleb@clear.net" { fileinto "Нежелательная почта"; stop; }\n'
             'if envelope :is "to" "dina@clear.net" { fileinto "Рассылки"; stop; }\n',
}


def start():
    root = mail_lab.authorities()
    for host in HOSTS:
        leaf(host, host)
        chain(host, "int")
    dns_lab.addresses(DNS, *set(HOSTS.values()))
    key, signs = lab.signer("example.com", "s1", 8891, DNS)
    lines = ["%s. A %s" % host for host in HOSTS.items()]
    lines += ["%s. MX 10 mx.%s." % (domain, domain) for domain in ("example.com", "inbox.net", "strict.net", "clear.net")]
    lines += ["%s.in-addr.arpa. PTR %s." % (".".join(reversed(address.split("."))), host) for host, address in HOSTS.items() if host.startswith(("mx.", "relay."))]
    lines += ['example.com. TXT "v=spf1 ip4:%s -all"' % OUT, '_dmarc.example.com. TXT "v=DMARC1; p=none; rua=mailto:d@example.com"',
              "s1._domainkey.example.com. TXT " + lab.unbroken(key)]
    lab.resolver(DNS, lines)
    dns_lab.answers(DNS, "mx.example.com", "A")
    own, houses = mailboxes()
    sender(own, signs)
    receiver(houses)
    dns_lab.greets([(OUT, 587), (OUT, 25), (INBOX, 25), (INBOX, 465), (STRICT, 25), (CLEAR, 25)]
                   + [(a, p) for a in (OWN, INBOX_IMAP, STRICT_IMAP, CLEAR_IMAP) for p in (143, 993)])
    return ["--resolver", DNS, "--ca-file", root, "--probe-name", "probe.control.net"], {"own": own, **houses}


def mailboxes():
    own = lab.dovecot("own", OWN, "imap.example.com", {"news@example.com": PASSWORD})
    inbox = lab.dovecot("inbox", INBOX_IMAP, "imap.inbox.net", {u + "@inbox.net": PASSWORD for u in ("anna", "lost")}, [("Junk", "\\Junk"), ("Sent", "\\Sent")],
                        sieve=RULES["inbox"])
    # As Courier names them; the password is none that LOGIN could say.
    strict = lab.dovecot("strict", STRICT_IMAP, "imap.strict.net", {"boris@strict.net": FOREIGN}, [("Ungewolltes", "\\Junk"), ("Archive", None)],
                         ("INBOX.", "."), RULES["strict"])
    clear = lab.dovecot("clear", CLEAR_IMAP, "imap.clear.net", {u + "@clear.net": PASSWORD for u in ("vera", "gleb", "dina", "late")},
                        [("Спам", None), ("Нежелательная почта", None), ("Рассылки", None), ("Отправленные", None)], sieve=RULES["clear"])
    lab.fill(own["mail"] + "/news", 120)
    lab.fill(inbox["mail"] + "/anna", 300)
    lab.fill(clear["mail"] + "/vera", 30, ".Quo\"te \\ b")
    return own, {"inbox": inbox, "strict": strict, "clear": clear}


def sender(own, signs):
    """The submission server, which signs, and the sender's own exchange."""
    transports = write("sender-transports", "example.com %s\nstrict.net forward:\n" % own["lmtp"])
    subjects = write("subjects", "/^Subject: (.*)/ REPLACE Subject: [list] $1\n")
    login = dict(sasl=own["sasl"], chain=path("pki", "smtp.example.com.all"), host="smtp.example.com", smtpd_milters=signs, syslog_name="submission")
    lab.postfix("sender", [OUT], {
        "myhostname": "mx.example.com", "virtual_mailbox_domains": "example.com", "virtual_mailbox_maps": "static:all",
        "transport_maps": "texthash:" + transports, "delay_warning_time": "2s", "smtp_helo_name": "mx.example.com",
    }, [
        (OUT, 25, mail_lab.served("mx.example.com", "mx.example.com") | {"smtpd_tls_security_level": "may"}),
        (OUT, 587, lab.submission(**login)),
        (OUT, 465, lab.submission(**login, smtpd_tls_wrappermode="yes")),
        # A relay that is no authorised sender and changes what is signed.
        ("forward", None, {"smtp_bind_address": FORWARDER, "smtp_helo_name": "relay.example.com", "smtp_header_checks": "pcre:" + subjects if pcre() else "regexp:" + subjects}),
    ])


def pcre():
    return "pcre" in dns_lab.run("postconf", "-m")


def receiver(houses):
    """The exchanges of three domains; two of them judge, one knows no TLS."""
    transports = write("receiver-transports", "".join("%s.net %s\n" % (name, house["lmtp"]) for name, house in houses.items()))
    known = write("receiver-known", "boris@strict.net x\n")
    late = write("receiver-late", "late@clear.net 451 4.7.1 Greylisted, come back later\n")
    judges = {host: lab.verifier(host, port, DNS) for host, port in (("mx.inbox.net", 8901), ("mx.strict.net", 8903))}

    def exchange(domain, address, **more):
        return (address, 25, mail_lab.served("mx." + domain, "mx." + domain) | {"smtpd_tls_security_level": "may", **more})
    lab.postfix("receiver", [INBOX, STRICT, CLEAR], {
        "myhostname": "mx.inbox.net", "virtual_mailbox_domains": "inbox.net strict.net clear.net", "virtual_mailbox_maps": "static:all",
        "transport_maps": "texthash:" + transports,
    }, [
        exchange("inbox.net", INBOX, smtpd_milters=judges["mx.inbox.net"]),
        exchange("strict.net", STRICT, smtpd_milters=judges["mx.strict.net"], virtual_mailbox_maps="texthash:" + known),
        exchange("clear.net", CLEAR, smtpd_tls_security_level="none", smtpd_recipient_restrictions="check_recipient_access texthash:%s" % late),
        (INBOX, 465, lab.submission(houses["inbox"]["sasl"], path("pki", "smtp.inbox.net.all"), "smtp.inbox.net", smtpd_tls_wrappermode="yes")),
    ])


CONFIGURATION = """[deliver]
from = "news@example.com"
submission = "smtp.example.com:587/starttls"
password_file = "password"
imap = "imap.example.com:143/starttls"
"""
# Address, IMAP server and the name to log in with
MAILBOXES = [
    ("anna@inbox.net", "imap.inbox.net:993", None, "password", 'submission = "smtp.inbox.net:465"\n'),
    ("boris@strict.net", "imap.strict.net", None, "foreign", ""),
    ("vera@clear.net", "imap.clear.net:143/starttls", None, "password", ""),
    ("gleb@clear.net", "imap.clear.net:143/starttls", None, "password", ""),
    ("dina@clear.net", "imap.clear.net", None, "password", ""),
    # Their own mailboxes are gone; what is opened is another's of the same house.
    ("gone@inbox.net", "imap.inbox.net", "anna@inbox.net", "password", ""),
    ("refused@strict.net", "imap.strict.net", "boris@strict.net", "foreign", ""),
    ("late@clear.net", "imap.clear.net", None, "password", ""),
    ("lost@inbox.net", "imap.inbox.net", None, "password", ""),
]


def configuration():
    os.makedirs(path("me"), exist_ok=True)
    write("me/password", PASSWORD + "\n")
    write("me/foreign", FOREIGN + "\n")
    write("me/wrong", "no-such-word\n")
    for name in ("password", "foreign", "wrong"):
        os.chmod(path("me", name), 0o600)
    text = CONFIGURATION
    for address, imap, user, secret, more in MAILBOXES:
        text += '[[deliver.mailbox]]\naddress = "%s"\nimap = "%s"\npassword_file = "%s"\n%s%s' % (
            address, imap, secret, 'user = "%s"\n' % user if user else "", more)
    write("me/locked.toml", text.replace('"password"\nsubmission', '"wrong"\nsubmission'))
    return write("me/deliver.toml", text)


class Run:
    """One run of the program, and what of it does not hold."""

    def __init__(self, binary, options, *words, config="me/deliver.toml"):
        command = [binary, "deliver", "--config", path(config), "--format", "json", "--all", "--verbose", *options, *words]
        self.done = subprocess.run(command, capture_output=True, text=True, timeout=180, stdin=subprocess.DEVNULL)
        self.bad = []
        try:
            self.report = json.loads(self.done.stdout)
        except ValueError:
            self.report = {"deliveries": [], "findings": []}
            self.bad.append("no JSON, exit %d: %s" % (self.done.returncode, self.done.stderr[-500:]))

    def delivery(self, mailbox):
        return next((d for d in self.report["deliveries"] if d["mailbox"] == mailbox), {})

    def holds(self, what, seen, wanted):
        if seen != wanted:
            self.bad.append("%s: %r in place of %r" % (what, seen, wanted))

    def finding(self, code, mailbox, wanted):
        seen = next((f["status"] for f in self.report["findings"] if f["code"] == code and f["subject"] == mailbox), None)
        self.holds("%s %s" % (code, mailbox), seen, wanted)


def everybody(binary, options, houses):
    """One message to each; every way that mail can go."""
    run = Run(binary, options, "--yes", "--wait", "20", "--record", path("run.json"))
    run.holds("exit", run.done.returncode, 1)
    for mailbox, status, folder in [
        ("anna@inbox.net", "inbox", "INBOX"), ("boris@strict.net", "spam", "INBOX.Ungewolltes"), ("vera@clear.net", "spam", "Спам"),
        ("gleb@clear.net", "spam", "Нежелательная почта"), ("dina@clear.net", "tab", "Рассылки"), ("gone@inbox.net", "returned", None),
        ("refused@strict.net", "returned", None), ("late@clear.net", "missing", None), ("lost@inbox.net", "missing", None),
    ]:
        told = run.delivery(mailbox)
        run.holds(mailbox, (told.get("status"), told.get("folder")), (status, folder))
        run.finding("DLV001", mailbox, {"inbox": "pass", "tab": "pass", "spam": "fail"}.get(status))
        run.finding("DLV002", mailbox, None if folder else "unknown")
    passes = {"spf": "pass", "dkim": "pass", "dmarc": "pass"}
    results = lambda mailbox: {m: r for m, r in run.delivery(mailbox).get("results", {}).items() if m in passes}
    run.holds("results at inbox.net", results("anna@inbox.net"), passes)
    run.holds("results at strict.net", results("boris@strict.net"), {"spf": "fail", "dkim": "fail", "dmarc": "fail"})
    run.holds("results at clear.net", results("vera@clear.net"), {})
    run.holds("judged by", [run.delivery(m).get("judged_by") for m in ("anna@inbox.net", "boris@strict.net")], ["mx.inbox.net", "mx.strict.net"])
    for mailbox, wanted in [("anna@inbox.net", "pass"), ("boris@strict.net", "fail"), ("vera@clear.net", "unknown")]:
        run.finding("DLV003", mailbox, wanted)
    hop = lambda mailbox: [(run.delivery(mailbox).get("last_hop") or {}).get(k) for k in ("from", "by", "tls", "version")]
    run.holds("last hop to inbox.net", hop("anna@inbox.net"), ["mx.example.com", "mx.inbox.net", True, "TLSv1.3"])
    run.holds("last hop to strict.net", hop("boris@strict.net"), ["relay.example.com", "mx.strict.net", True, "TLSv1.3"])
    run.holds("last hop to clear.net", hop("vera@clear.net"), ["mx.example.com", "mx.clear.net", False, None])
    for mailbox in ("gone@inbox.net", "refused@strict.net"):
        reply = run.delivery(mailbox).get("reply") or {}
        run.holds("reply about " + mailbox, (reply.get("kind"), reply.get("persistence"), bool(reply.get("remedies"))), ("user_unknown", "permanent", True))
    run.holds("notice of delay", [run.delivery(m).get("late") for m in ("late@clear.net", "lost@inbox.net")], [True, False])
    deadline = "20" in run.done.stderr
    run.holds("deadline told", deadline, True)
    untouched(run, houses)
    secrets(run)
    again(run, binary)
    return run


def untouched(run, houses):
    """One message in each mailbox, unread and where it was put."""
    homes = [("inbox", "anna", 1), ("strict", "boris", 1), ("clear", "vera", 1), ("clear", "gleb", 1), ("clear", "dina", 1), ("clear", "late", 0), ("inbox", "lost", 0)]
    for house, user, count in homes:
        found = lab.letters(os.path.join(houses[house]["mail"], user))
        run.holds("letters of " + user, len([1 for _, text in found if "X-Mailaudit-Delivery:" in text]), count)
        run.holds("letters of %s that were read" % user, [name for name, _ in found if ":2," in name and "S" in name.rpartition(":2,")[2]], [])


def secrets(run):
    recording = open(path("run.json")).read()
    for name, text in (("output", run.done.stdout + run.done.stderr), ("recording", recording)):
        run.holds("secrets in the " + name, [s for s in (PASSWORD, FOREIGN, "пароль") if s in text], [])


def again(run, binary):
    """The recording, judged again, says the same."""
    done = subprocess.run([binary, "deliver", "--replay", path("run.json"), "--format", "json", "--all"], capture_output=True, text=True)
    report = json.loads(done.stdout or "{}")
    for part in ("deliveries", "findings"):
        run.holds("replayed " + part, report.get(part) == run.report[part], True)


def answered(binary, options, houses):
    """The way back, with a message of the user's own."""
    letter = write("letter.eml", "From: News <news@example.com>\nSubject: =?utf-8?b?0J/RgNC40LLQtdGC?=\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n.dot\nтекст\n")
    run = Run(binary, options, "--yes", "--wait", "30", "--to", "anna@inbox.net", "--reply", "--message", letter)
    told = run.delivery("anna@inbox.net")
    back = told.get("way_back") or {}
    run.holds("there and back", (told.get("status"), back.get("status"), back.get("mailbox")), ("inbox", "inbox", "news@example.com"))
    run.holds("last hop back", [(back.get("last_hop") or {}).get(k) for k in ("by", "tls")], ["mx.example.com", True])
    run.holds("others", len(run.report["deliveries"]), 1)
    run.holds("exit", run.done.returncode, 0)
    arrived = [text for _, text in lab.letters(os.path.join(houses["inbox"]["mail"], "anna")) if told.get("marker", "none") in text]
    run.holds("the user's own text", [("\n.dot\nтекст\n" in t, "0J/RgNC40LLQtdGC" in t) for t in arrived], [(True, True)])
    return run


def locked(binary, options, houses):
    """A mailbox that cannot be opened gets nothing."""
    before = len(lab.letters(os.path.join(houses["inbox"]["mail"], "anna")))
    run = Run(binary, options, "--yes", "--wait", "2", "--to", "anna@inbox.net", config="me/locked.toml")
    told = run.delivery("anna@inbox.net")
    run.holds("without the right password", (told.get("status"), run.done.returncode), ("not_sent", 3))
    run.holds("reason", "account in" in (told.get("because") or ""), True)
    run.holds("letters", len(lab.letters(os.path.join(houses["inbox"]["mail"], "anna"))), before)
    unasked = Run(binary, options, "--wait", "2")
    run.holds("unasked", (unasked.done.returncode, "--yes" in unasked.done.stderr), (2, True))
    return run


def asked(binary, options, houses):
    """On a terminal it asks, and sends only for a yes."""
    run = Run(binary, options, "--replay", path("run.json"))
    run.bad = []
    for answer, count in (("n", 0), ("да", 1)):
        before = len(lab.letters(os.path.join(houses["inbox"]["mail"], "anna")))
        code, screen = on_terminal([binary, "deliver", "--config", path("me/deliver.toml"), *options, "--lang", "ru", "--wait", "15", "--to", "anna@inbox.net"], answer)
        after = len(lab.letters(os.path.join(houses["inbox"]["mail"], "anna")))
        run.holds("sent at '%s'" % answer, (after - before, code), (count, 0 if count else 2))
        run.holds("question", "anna@inbox.net" in screen and "[y/N]" in screen, True)
    return run


def on_terminal(command, answer):
    """Exit code and screen of a command that is answered once it asks."""
    import pty
    child, screen = pty.fork()
    if child == 0:
        os.execv(command[0], command)
    shown, said = "", False
    while True:
        try:
            part = os.read(screen, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part.decode(errors="replace")
        if "[y/N]" in shown and not said:
            os.write(screen, (answer + "\n").encode())
            said = True
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown


def main():
    binary = os.path.abspath(sys.argv[1])
    options, houses = start()
    configuration()
    if os.environ.get("DNS_LAB_RUN"):
        sys.exit(subprocess.call(os.environ["DNS_LAB_RUN"], shell=True, env={**os.environ, "LAB_OPTIONS": " ".join(options), "LAB_ROOM": dns_lab.ROOM}))
    failed = 0
    for case in (everybody, answered, locked, asked):
        run = case(binary, options, houses)
        failed += bool(run.bad)
        print("%-10s %s" % (case.__name__, "; ".join(run.bad) or "holds"))
    if failed:
        logs = [n for n in sorted(os.listdir(dns_lab.ROOM)) if n.endswith((".maillog", ".log"))]
        print("".join("\n%s:\n%s" % (n, open(path(n), errors="replace").read()[-3000:]) for n in logs if os.path.getsize(path(n))))
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
