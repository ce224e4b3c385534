"""The cases of real_mail.py: per domain its servers with one fault, and what the audit must say of it."""
from dataclasses import dataclass, field
import mail_lab
from mail_lab import chain, leaf, tlsa

CONTROL = "44.128.7.1"
NGINX = []
CASES = []


@dataclass
class Case:
    domain: str
    # Host names of this case and their addresses
    hosts: dict
    records: list
    must: list
    must_not: list
    may: list
    unknown: list
    info: list
    no_worse: str
    signed: bool
    postfix: list = field(default_factory=list)
    nginx: list = field(default_factory=list)
    listens: list = field(default_factory=list)
    start: object = None
    args: list = field(default_factory=list)
    env: dict = field(default_factory=dict)
    words: list = None
    # Makes certificates; they name what the zone holds
    certificates: object = None
    # A second certificate beside the first
    further: tuple = None
    # Checks without which the case cannot be told at all
    needs: list = field(default_factory=list)
    # The zone's MX records, and what its DMARC policy asks for
    mx: tuple = ("@ MX 10 mx",)
    dmarc: str = "reject"
    # The hosts that show what works from here
    control: str = "mx.control.net"
    # Addresses beside those of its hosts
    further_addresses: list = field(default_factory=list)

    def zone(self):
        """The zone's lines."""
        lines = [*self.mx, '@ TXT "v=spf1 mx -all"', '_dmarc TXT "v=DMARC1; p=%s; rua=mailto:d@%s"' % (self.dmarc, self.domain)]
        lines += ["%s A %s" % (host.removesuffix("." + self.domain), address) for host, address in self.hosts.items()]
        return "\n".join(lines + [r() if callable(r) else r for r in self.records]) + "\n"

    def command(self):
        return self.words or ["check", self.domain, "--only", "smtp,tls,dane,sts,rpt,bimi,cfg"]


def case(domain, must=(), options=None, certificate=None, behind=("int",), order=None, records=(), must_not=(), may=(), unknown=(), info=(),
         no_worse="notice", signed=False, host=None, listens=True, **further):
    """A domain with one mail host, served by postfix; `certificate` changes what `leaf` makes, `options` the smtpd."""
    number = len(CASES) + 1
    address, name = "44.128.4.%d" % number, "mx." + domain
    label = domain
    made = Case(domain, {name: address}, list(records), list(must), list(must_not), list(may), list(unknown), list(info), no_worse, signed, **further)

    def certificates():
        leaf(label, host or name, **(certificate or {}))
        chain(label, *behind, order=order)
    made.certificates = certificates
    if listens:
        made.postfix.append((address, 25, dict({"smtpd_tls_chain_files": "", "myhostname": name, "smtpd_banner": name + " ESMTP"}, **(options or {}))))
    CASES.append(made)
    return made


def prepare():
    """Makes authorities and certificates; returns the root's file."""
    root = mail_lab.authorities()
    leaf("control", "mx.control.net")
    chain("control", "int")
    leaf("between", "aspmx.l.google.com", issuer="private")
    chain("between", "private")
    for made in (c for c in CASES if c.domain == "clear.com"):
        made.postfix[0][2]["smtpd_sasl_path"] = mail_lab.path("clients.com-mail", "sasl")
    for made in CASES:
        made.certificates()
        for _, port, options in made.postfix:
            if port == 25 and not options.get("smtpd_tls_chain_files"):
                options["smtpd_tls_chain_files"] = mail_lab.path("pki", made.domain + ".all")
                if made.domain == "revoked.com":
                    made.args = ["--crl", mail_lab.revoked(made.domain, "int")]
                if made.further:
                    label, host, kinds = made.further
                    leaf(label, host, **kinds)
                    options["smtpd_tls_chain_files"] += ", " + chain(label, "int")
    return root


UNKNOWN_USER = "inline:{ %s = { 550 5.1.1 User unknown } }"
case("fine.com", no_worse="notice", info=["TLS025", "SMTP021"], must_not=["TLS013", "TLS015", "SMTP001"])

# Certificates, each with one fault.
case("expired.com", ["TLS003"], certificate=dict(start=-60, end=-1))
case("ahead.com", ["TLS005"], certificate=dict(start=2, end=60))
case("soon.com", ["TLS004:error"], certificate=dict(start=-57, end=3))
case("ending.com", ["TLS004:warning"], certificate=dict(start=-50, end=12))
case("selfmade.com", ["TLS007"], certificate=dict(issuer=None), behind=())
case("othername.com", ["TLS006"], host="www.something.com")
case("incomplete.com", ["TLS009"], behind=())
case("private.com", ["TLS008"], certificate=dict(issuer="private"), behind=("private",))
case("disordered.com", ["TLS010"], behind=("root", "int"))
case("doubled.com", ["TLS010"], behind=("int", "int"))
case("shortkey.com", ["TLS011"], certificate=dict(kind="rsa:1024"))
case("sha1.com", ["TLS012"], certificate=dict(digest="sha1"))
case("clientonly.com", ["TLS023"], certificate=dict(usage="clientAuth"))

# Protocols and suites.
case("oldproto.com", ["TLS013"], {"smtpd_tls_protocols": ">=TLSv1"}, info=["TLS025"], certificate=dict(kind="rsa:2048"))
case("only12.com", ["TLS015"], {"smtpd_tls_protocols": "TLSv1.2"})
case("veryold.com", ["TLS014"], {"smtpd_tls_protocols": "TLSv1, TLSv1.1"}, certificate=dict(kind="rsa:2048"), may=["TLS013", "TLS002", "TLS016", "TLS015"])
case("nodhe.com", ["TLS017"], {"smtpd_tls_protocols": "TLSv1.2", "smtpd_tls_exclude_ciphers": "kEECDH, kEDH, aNULL"}, certificate=dict(kind="rsa:2048"),
     may=["TLS015", "TLS002"])
case("weak.com", ["TLS016"], {"smtpd_tls_ciphers": "export", "tls_export_cipherlist": "ALL:eNULL:@SECLEVEL=0", "tls_low_cipherlist": "ALL:eNULL:@SECLEVEL=0"},
     certificate=dict(kind="rsa:2048"))
twokeys = case("twokeys.com", ["TLS003"], certificate=dict(start=-60, end=-1))
# A sound RSA certificate beside an expired ECDSA one; TLS libraries are shown one of the two.
twokeys.further = ("twokeys.com-rsa", "mx.twokeys.com", dict(kind="rsa:2048"))
# The other way round, and where TLS 1.3 alone hides the second one from a ClientHello.
for name, versions in (("second12.com", ">=TLSv1.2"), ("second13.com", "TLSv1.3")):
    case(name, ["TLS003"], {"smtpd_tls_protocols": versions}).further = (name + "-rsa", "mx." + name, dict(kind="rsa:2048", start=-60, end=-1))
case("asks.com", info=["TLS022"], options={"smtpd_tls_ask_ccert": "yes"})
case("notls.com", ["TLS001"], {"smtpd_tls_security_level": "none"})
case("needstls.com", info=["SMTP022"], options={"smtpd_tls_security_level": "encrypt"})

# The dialogue.
case("silent.com", ["SMTP001:critical"], listens=False)
case("slow.com", ["SMTP004"], {"smtpd_delay_reject": "no", "smtpd_client_restrictions": "sleep 6, permit"})
case("busy.com", unknown=["SMTP030", "TLS001"], options={"smtpd_delay_reject": "no", "smtpd_client_restrictions": "check_client_access static:{421 4.3.2 too busy}"})
# Postfix calls every refusal of this kind one of the client.
case("refused.com", unknown=["SMTP030"], options={"smtpd_delay_reject": "no", "smtpd_client_restrictions": "check_client_access static:{554 5.3.2 No mail service here}"})
case("blames.com", unknown=["SMTP030"], options={"smtpd_delay_reject": "no", "smtpd_client_restrictions": "check_client_access static:{554 5.7.1 Your host is listed on our blocklist}"})
case("nobanner.com", ["SMTP007"], {"smtpd_banner": "ESMTP"})
case("software.com", ["SMTP008"], {"smtpd_banner": "$myhostname ESMTP Postfix (3.7.11)"})
case("postmaster.com", ["SMTP010"], {"smtpd_relay_restrictions": "check_recipient_access inline:{ {postmaster@postmaster.com = 550 5.1.1 User unknown}, {postmaster@mx.postmaster.com = 550 5.1.1 User unknown}, {postmaster = 550 5.1.1 User unknown} }, reject_unauth_destination"}, may=["SMTP024"])
case("abuse.com", ["SMTP011"], {"smtpd_relay_restrictions": "check_recipient_access inline:{ {abuse@abuse.com = 550 5.1.1 User unknown} }, reject_unauth_destination"})
case("nobounce.com", ["SMTP012"], {"smtpd_delay_reject": "no", "smtpd_sender_restrictions": "check_sender_access inline:{ {<> = 550 5.7.1 We take no bounces} }"})
case("relay.com", ["SMTP013:critical"], {"mynetworks": "0.0.0.0/0", "smtpd_relay_restrictions": "permit_mynetworks, reject_unauth_destination"}, args=["--active"],
     may=["SMTP017", "SMTP015"])
case("strict.com", must_not=["SMTP013", "SMTP017", "SMTP025"], args=["--active"], may=["SMTP015"],
     options={"smtpd_relay_restrictions": "check_recipient_access inline:{ {postmaster@strict.com = OK}, {abuse@strict.com = OK} }, reject"})
case("grey.com", info=["SMTP014"], options={"smtpd_recipient_restrictions": "check_recipient_access static:{450 4.2.0 Greylisted, try again in 300 seconds}"})
case("clear.com", ["SMTP016"], {"smtpd_sasl_auth_enable": "yes", "smtpd_sasl_type": "dovecot", "smtpd_sasl_path": "later", "smtpd_tls_auth_only": "no",
                                "smtpd_sasl_security_options": "noanonymous"})
case("catchall.com", ["SMTP017"], args=["--active"], may=["SMTP015"])
case("small.com", ["SMTP019"], {"message_size_limit": "1000000"})
case("picky.com", ["SMTP024"], {"smtpd_sender_restrictions": "check_sender_access inline:{ {<> = OK} }, check_sender_access static:{550 5.7.1 Sender rejected by local policy}"})
case("foreign.com", ["SMTP027:critical"], args=["--active"], may=["SMTP024", "SMTP010", "SMTP011", "SMTP015"])

# Several addresses, or several hosts.
def second_host(made, address, certificate=None, options=None, records=("@ MX 20 mx2",), name="mx2"):
    """Another host of a case, or another address of its first, with a certificate of its own."""
    label, host, before = "%s-%s" % (made.domain, name), "%s.%s" % (name, made.domain), made.certificates

    def certificates():
        before()
        leaf(label, host, **(certificate or {}))
        chain(label, "int")
        made.postfix[-1][2]["smtpd_tls_chain_files"] = mail_lab.path("pki", label + ".all")
    made.certificates = certificates
    made.records += list(records)
    made.further_addresses.append(address)
    if name != "mx":
        made.records.append("%s A %s" % (name, address))
    if options is not None:
        made.postfix.append((address, 25, dict({"myhostname": host, "smtpd_banner": host + " ESMTP", "smtpd_tls_chain_files": "later"}, **options)))
    return made


second_host(case("onedead.com", ["SMTP002"], must_not=["SMTP001"]), "44.128.8.1").certificates = lambda: (leaf("onedead.com", "mx.onedead.com"), chain("onedead.com", "int"))
second_host(case("differ.com", ["TLS020", "TLS003"]), "44.128.8.2", certificate=dict(start=-60, end=-1), options={}, records=["mx A 44.128.8.2"], name="mx")
second_host(case("partial.com", ["DANE006", "DANE007"], signed=True, records=[lambda: "_25._tcp.mx TLSA " + tlsa("partial.com")]), "44.128.8.3", options={})
case("nodane.com", ["DANE001"], signed=True)
case("snakeoil.com", ["TLS019", "TLS007", "TLS006"], host="localhost", certificate=dict(issuer=None), behind=())
case("nogroup.com", ["TLS002"], {"smtpd_tls_protocols": "TLSv1.3", "tls_eecdh_auto_curves": "X448", "tls_ffdhe_auto_groups": ""}, may=["TLS014"])
case("revoked.com", ["TLS021"]).args = ["--crl", "CRL of revoked.com"]
case("mute.com", unknown=["SMTP026", "TLS001"], options={"smtpd_delay_reject": "no", "smtpd_client_restrictions": "sleep 60, permit"})

# What is wrong on our side: no control answers on port 25 or over IPv6, or something stands between.
case("blocked.com", unknown=["SMTP003"], must_not=["SMTP001"], listens=False, info=["CFG007"], control="44.128.7.99")
case("nosix.com", unknown=["SMTP028"], must_not=["SMTP001", "SMTP002"], records=["mx AAAA 2a00:1450:4998::99"], control="2a00:1450:4998::98")
case("between.com", unknown=["SMTP029"], control="aspmx.l.google.com")
case("masked.com", unknown=["SMTP029"], control="44.128.7.3")
case("stripped.com", unknown=["SMTP029"], control="44.128.7.4")
# The controls of these, beside the sound one: a private authority, stars in the greeting, no STARTTLS.
CONTROLS = [("44.128.7.2", "between", {}), ("44.128.7.3", "control", {"smtpd_banner": "*" * 40}), ("44.128.7.4", "control", {"smtpd_tls_security_level": "none"})]

# DANE, in signed zones.
case("dane.com", signed=True, must_not=["DANE001", "DANE002", "DANE003", "DANE004", "DANE005", "DANE006"],
     records=[lambda: "_25._tcp.mx TLSA " + tlsa("dane.com"), lambda: "_25._tcp.mx TLSA " + tlsa("int", 2)])
case("daneonly.com", ["DANE007"], signed=True, records=[lambda: "_25._tcp.mx TLSA " + tlsa("daneonly.com")])
case("daneta.com", signed=True, records=[lambda: "_25._tcp.mx TLSA " + tlsa("int", 2, 0, 1)], must_not=["DANE002"])
case("danewrong.com", ["DANE002:critical"], signed=True, records=["_25._tcp.mx TLSA 3 1 1 " + "ab" * 32])
case("daneold.com", signed=True, records=[lambda: "_25._tcp.mx TLSA " + tlsa("daneold.com")], certificate=dict(start=-60, end=-1), must=["TLS003"], must_not=["DANE002"], may=["DANE007"])
case("danename.com", ["DANE002:critical"], signed=True, host="www.something.com", may=["TLS006"], records=[lambda: "_25._tcp.mx TLSA " + tlsa("int", 2)])
case("daneplain.com", ["DANE005:critical"], {"smtpd_tls_security_level": "none"}, signed=True, records=["_25._tcp.mx TLSA 3 1 1 " + "ab" * 32], may=["TLS001"])
case("daneusage.com", ["DANE004"], signed=True, records=["_25._tcp.mx TLSA 1 1 1 " + "ab" * 32], must_not=["DANE002"])
case("daneunsigned.com", ["DANE003"], records=["_25._tcp.mx TLSA 3 1 1 " + "ab" * 32], must_not=["DANE002"])


def policy(domain, must, text, location=None, policy_certificate=None, policy_host=None, **further):
    """A domain with an MTA-STS policy at nginx."""
    label, address = domain + "-sts", "44.128.5.%d" % (len(CASES) + 1)
    records = ["mta-sts A " + address, '_mta-sts TXT "v=STSv1; id=1"', '_smtp._tls TXT "v=TLSRPTv1; rua=mailto:r@%s"' % domain]
    made = case(domain, must, records=records, **further)
    NGINX.append(address)
    before = made.certificates

    def certificates():
        before()
        leaf(label, policy_host or "mta-sts." + domain, **(policy_certificate or {}))
        chain(label, "int")
    made.certificates = certificates
    body = "".join(line + "\\r\\n" for line in text)
    location = location or "location = /.well-known/mta-sts.txt { default_type text/plain; return 200 \"%s\"; }" % body
    made.nginx.append((address, "mta-sts." + domain, label, location))
    made.listens.append((address, 443))
    return made


def lines(domain, mode="enforce", mx=None, age=1209600):
    return ["version: STSv1", "mode: " + mode, *["mx: " + m for m in (mx or ["mx." + domain])], "max_age: %d" % age]


policy("sts.com", [], lines("sts.com"), must_not=["STS003", "STS004", "STS005", "STS009"])
policy("ststesting.com", ["STS006"], lines("ststesting.com", "testing"))
policy("stsnone.com", ["STS007"], lines("stsnone.com", "none"))
policy("stswild.com", [], lines("stswild.com", mx=["*.stswild.com"]), must_not=["STS005", "STS010"])
policy("stsmoved.com", ["STS003"], [], "location / { return 301 https://www.example.com$request_uri; }")
policy("stsgone.com", ["STS003"], [], "location / { return 404; }")
policy("stscert.com", ["STS003"], lines("stscert.com"), policy_host="www.something.com")
policy("stsexpired.com", ["STS003"], lines("stsexpired.com"), policy_certificate=dict(start=-60, end=-1))
policy("stsline.com", ["STS004:error"], ["version: STSv1", "mode enforce", "mx: mx.stsline.com", "max_age: 1209600"], may=["STS005"])
policy("stshtml.com", ["STS004:warning"], [], "location / { default_type text/html; return 200 \"%s\"; }" % "".join(l + "\\r\\n" for l in lines("stshtml.com")))
policy("stsuncovered.com", ["STS005:critical"], lines("stsuncovered.com", mx=["mail.stsuncovered.com"]), may=["STS010"])
policy("stsunused.com", ["STS010"], lines("stsunused.com", mx=["mx.stsunused.com", "old.stsunused.com"]))
policy("stsage.com", ["STS008"], lines("stsage.com", age=3600))
policy("stsmxcert.com", ["STS009", "TLS003:critical"], lines("stsmxcert.com"), certificate=dict(start=-60, end=-1))
policy("stsid.com", ["STS002"], lines("stsid.com")).records[1] = '_mta-sts TXT "v=STSv1; id=2026-01-01"'
policy("stsmxself.com", ["STS009", "TLS007:error"], lines("stsmxself.com"), certificate=dict(issuer=None), behind=())


def exim(domain, must=(), certificate=None, words=None, key=None, **further):
    made = case(domain, must, listens=False, certificate=certificate, **further)
    host, address = next(iter(made.hosts.items()))
    made.listens.append((address, 25))
    made.start = lambda: mail_lab.exim(address, host, key or mail_lab.path("pki", domain + ".key"), mail_lab.path("pki", domain + ".chain"), [domain], **(words or {}))


if mail_lab.exim_binary():
    exim("exim.com", must_not=["SMTP010", "SMTP011", "SMTP012", "TLS001"], info=["TLS025"])
    exim("eximold.com", ["TLS003"], certificate=dict(start=-60, end=-1))
    exim("eximplain.com", ["TLS001"], words=dict(tls_for=""))
    exim("eximstrict.com", ["SMTP010", "SMTP011"], words=dict(known="info"), info=["TLS025"])
    exim("eximbusy.com", unknown=["SMTP005", "TLS001"], words=dict(options="acl_smtp_connect = at_once\n", acls="at_once:\n  defer message = too many connections, try later\n"))
    exim("eximclosed.com", ["SMTP006"], words=dict(options="acl_smtp_connect = at_once\n", acls="at_once:\n  deny message = this host takes no mail\n"))
    exim("eximhelo.com", ["SMTP009"], words=dict(options="acl_smtp_helo = helo\n", acls="helo:\n  deny condition = ${if match{$smtp_command}{\\N^(?i)ehlo\\N}}\n"
         "       message = command not recognized\n  accept\n"), may=["TLS001"])
    exim("eximnokey.com", ["TLS026"], key="/nonexistent/key")
    exim("eximvrfy.com", ["SMTP015"], args=["--active"], words=dict(options="acl_smtp_expn = accept\n", routers="local:\n  driver = accept\n  verify_only\n"))
else:
    print("skipped: the domains of exim, without exim4")


def clients(domain, must=(), certificate=None, host=None, dovecot=None, words=(), sends=True, srv=True, **further):
    """A domain whose people use dovecot and postfix's submission at mail.DOMAIN."""
    services = [("_imaps", 993), ("_imap", 143), ("_pop3s", 995), ("_pop3", 110), ("_submissions", 465), ("_submission", 587)]
    records = ["%s._tcp SRV 0 1 %d mail" % service for service in services if srv and (sends or "sub" not in service[0])]
    # Dovecot offers log-in in the clear to its own machine whatever it is told, and here all is one machine.
    further["may"] = further.get("may", []) + ([] if "CFG004" in must else ["CFG004"])
    made = case(domain, must, records=records, **further)
    address, label, name = "44.128.6.%d" % len(CASES), domain + "-mail", "mail." + domain
    made.hosts[name] = address
    before = made.certificates

    def certificates():
        before()
        leaf(label, host or name, **(certificate or {}))
        chain(label, "int")
        for _, port, options in made.postfix:
            if port != 25:
                options["smtpd_sasl_path"] = mail_lab.path(label, "sasl")
                options["smtpd_tls_chain_files"] = mail_lab.path("pki", label + ".all")
    sasl = {"smtpd_sasl_auth_enable": "yes", "smtpd_sasl_type": "dovecot", "smtpd_tls_auth_only": "yes", "myhostname": name,
            # People's programs need nothing old; postfix's own defaults for submission still allow it.
            "smtpd_tls_mandatory_protocols": ">=TLSv1.2", "smtpd_tls_exclude_ciphers": "aNULL, eNULL, EXPORT, RC4, DES, 3DES",
            "smtpd_banner": name + " ESMTP", "smtpd_sender_login_maps": "inline:{ {user@clients.com = user@clients.com}, {boss@clients.com = boss@clients.com} }",
            "smtpd_sender_restrictions": "reject_sender_login_mismatch", "smtpd_relay_restrictions": "permit_sasl_authenticated, reject"}
    if sends:
        made.postfix.append((address, 587, dict(sasl, smtpd_tls_security_level="encrypt")))
        made.postfix.append((address, 465, dict(sasl, smtpd_tls_wrappermode="yes")))
    made.certificates = certificates
    made.start = lambda: mail_lab.dovecot(address, mail_lab.path("pki", label + ".chain"), mail_lab.path("pki", label + ".key"), name=label, **(dovecot or {}))
    made.listens += [(address, port) for port in (993, 143, 995, 110)]
    made.words = list(words) or None
    return made


SVG = '<svg xmlns=\\"http://www.w3.org/2000/svg\\" version=\\"1.2\\" baseProfile=\\"%s\\"><title>x</title></svg>'


def logo(domain, must, profile="tiny-ps", **further):
    """A domain with a logo at nginx, and without a mark certificate."""
    label, address = domain + "-logo", "44.128.5.%d" % (len(CASES) + 1)
    made = case(domain, must, records=["logo A " + address, 'default._bimi TXT "v=BIMI1; l=https://logo.%s/logo.svg"' % domain], **further)
    NGINX.append(address)
    before = made.certificates

    def certificates():
        before()
        leaf(label, "logo." + domain)
        chain(label, "int")
    made.certificates = certificates
    made.nginx.append((address, "logo." + domain, label, "location / { default_type image/svg+xml; return 200 \"%s\"; }" % (SVG % profile)))
    made.listens.append((address, 443))
    return made


logo("bimi.com", ["BIMI005"], must_not=["BIMI002", "BIMI003", "BIMI004"])
logo("bimisvg.com", ["BIMI004", "BIMI005"], profile="basic")
logo("biminone.com", ["BIMI003", "BIMI005"], dmarc="none")

RIGHT, WRONG = {"MAILAUDIT_PASSWORD": "secret-word"}, {"MAILAUDIT_PASSWORD": "another-word"}
clients("clients.com", must_not=["TLS006", "CFG001", "CFG002", "SMTP023"])
clients("clientsdead.com", ["CFG002"], srv=False).records.append("_imaps._tcp SRV 0 1 9993 mail")
clients("clientsread.com", ["SMTP023"], sends=False)
# These show themselves on 993 and 587 alone; CFG002 looks there first.
clients("clientsold.com", ["TLS003:critical"], needs=["CFG002"], certificate=dict(start=-60, end=-1))
clients("clientsname.com", ["TLS006:error"], needs=["CFG002"], host="www.something.com")
clients("clientsproto.com", ["TLS013:warning"], certificate=dict(kind="rsa:2048"), dovecot=dict(old=True), may=["TLS016"])
clients("clientsclear.com", ["CFG004"], dovecot=dict(plaintext="no"))
ACCOUNT = ["account", "user@clients.com", "--imap", "mail.clients.com", "--smtp", "mail.clients.com"]


def account(domain, must=(), words=(), env=RIGHT, **further):
    """The account of clients.com, looked at in one way; the domain only names the case."""
    made = case(domain, must, listens=False, **further)
    made.words, made.env, made.needs = ACCOUNT + list(words), env, ["CFG005"]
    return made


account("account-good.com", must_not=["CFG003", "CFG004", "CFG005", "CFG006"])
account("account-wrong.com", ["CFG005"], env=WRONG)
case("atyandex.com", ["CFG008"], listens=False, mx=("@ MX 10 mx.yandex.net.",)).words = ["check", "atyandex.com", "--only", "cfg", "--volume", "600"]
case("noclients.com", ["CFG001", "STS001", "RPT001"], info=["BIMI001", "SMTP020", "TLS024"])
case("rptbad.com", ["RPT002"], records=['_smtp._tls TXT "v=TLSRPTv1; rua=reports@rptbad.com"'])
case("bimibad.com", ["BIMI002"], records=['default._bimi TXT "v=BIMI1; l=http://logo.bimibad.com/logo.svg"'])
account("account-typo.com", ["CFG003"], words=["--pop3", "pop.yandx.ru"], may=["CFG005", "CFG002"])
account("account-own.com", words=["--from", "user@clients.com"], must_not=["CFG006"])
account("account-other.com", ["CFG006"], words=["--from", "boss@clients.com"])

# What no server of Debian can be made to do, and which test shows it instead.
ELSEWHERE = {
    "SMTP025": "every server has dropped what comes in the clear since 2011: tests/ports.rs, with_everything_to_find_and_the_users_leave_it_is_six_still",
    "TLS018": "no public authority issues here: the check's own examples, with a root that counts as everybody's",
}
if not mail_lab.exim_binary():
    ELSEWHERE.update(dict.fromkeys(["SMTP005", "SMTP006", "SMTP009", "SMTP015", "TLS026"], "exim4 shows it, which is missing here"))
