"""A house that sends and houses that receive, on loopback addresses of a closed namespace: postfix with its queue, dovecot
with LMTP, sieve and IMAP, opendkim and opendmarc. Each server is ended by its own pid."""
import os, pwd, subprocess
import dns_lab
from dns_lab import path, run, write

NOBODY = 65534


def resolver(address, lines):
    """Knows the zone lines that it is given and nothing else; the namespace's own resolver, too."""
    data = "".join(" local-data: '%s'\n" % line for line in lines)
    dns_lab.unbound("names", [address], None, extra=" local-zone: \".\" static\n" + data)
    run("mount", "--bind", write("resolv.conf", "nameserver %s\n" % address), "/etc/resolv.conf")


def unbroken(text, size=200):
    """A TXT record's strings, each short enough."""
    return " ".join('"%s"' % text[at:at + size] for at in range(0, len(text), size))


def postfix(name, addresses, main, services):
    """A postfix with a queue of its own; `services` is a list of (address, port, {parameter: value})."""
    conf, queue, data = path(name), path(name + "-queue"), path(name + "-data")
    for directory in (conf, queue, data):
        os.makedirs(directory, exist_ok=True)
    os.chown(data, pwd.getpwnam("postfix").pw_uid, -1)
    os.chmod(dns_lab.ROOM, 0o755)
    settings = {
        "compatibility_level": "3.6", "queue_directory": queue, "data_directory": data, "command_directory": "/usr/sbin",
        "daemon_directory": "/usr/lib/postfix/sbin", "mail_owner": "postfix", "setgid_group": "postdrop",
        "maillog_file": path(name + ".maillog"), "maillog_file_prefixes": dns_lab.ROOM, "inet_interfaces": ", ".join(addresses),
        "inet_protocols": "ipv4", "smtp_bind_address": addresses[0], "mynetworks": "127.0.0.1/32", "mydestination": "", "alias_maps": "",
        "alias_database": "", "local_recipient_maps": "", "smtpd_peername_lookup": "yes", "smtpd_relay_restrictions": "reject_unauth_destination",
        "smtp_tls_security_level": "may", "smtpd_tls_received_header": "yes", "smtpd_tls_session_cache_database": "",
        "smtpd_sasl_type": "dovecot", "queue_run_delay": "3s", "minimal_backoff_time": "3s", "maximal_backoff_time": "6s",
        "milter_default_action": "tempfail", "milter_protocol": "6", "smtpd_client_connection_rate_limit": "0", "lmtp_tls_security_level": "none",
        **main,
    }
    write(name + "/main.cf", "".join("%s = %s\n" % item for item in settings.items()))
    lines = ["pickup unix n - n 60 1 pickup", "cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr", "tlsmgr unix - - n 1000? 1 tlsmgr",
             "rewrite unix - - n - - trivial-rewrite", "bounce unix - - n - 0 bounce", "defer unix - - n - 0 bounce", "trace unix - - n - 0 bounce",
             "verify unix - - n - 1 verify", "flush unix n - n 1000? 0 flush", "proxymap unix - - n - - proxymap", "smtp unix - - n - - smtp",
             "relay unix - - n - - smtp", "error unix - - n - - error", "retry unix - - n - - error", "lmtp unix - - n - - lmtp",
             "anvil unix - - n - 1 anvil", "scache unix - - n - 1 scache", "postlog unix-dgram n - n - 1 postlogd"]
    for kind, options in main_services(services):
        lines.append(kind + "".join("\n  -o { %s = %s }" % item for item in options.items()))
    write(name + "/master.cf", "\n".join(lines) + "\n")
    run("postfix", "-c", conf, "check")
    dns_lab.stays(["/usr/lib/postfix/sbin/master", "-c", conf, "-d"])


def main_services(services):
    for place, port, options in services:
        yield ("%s unix - - n - - smtp" % place if port is None else "[%s]:%d inet n - n - 20 smtpd" % (place, port)), options


def submission(sasl, chain, host, **more):
    """What an smtpd needs that takes mail from those who log in."""
    return {"smtpd_tls_chain_files": chain, "myhostname": host, "smtpd_tls_security_level": "encrypt", "smtpd_sasl_auth_enable": "yes",
            "smtpd_sasl_path": sasl, "smtpd_tls_auth_only": "yes", "smtpd_relay_restrictions": "permit_sasl_authenticated, reject", **more}


def dovecot(name, address, chain, users, folders=(), namespace=("", "/"), sieve="", extra=""):
    """A dovecot with IMAP on 143 and 993, LMTP and SASL sockets; `users` is address -> password, `folders` (name, special use)."""
    room = path(name)
    os.makedirs(room + "/mail", exist_ok=True)
    os.chown(room + "/mail", NOBODY, NOBODY)
    prefix, separator = namespace
    listed = "".join("  mailbox \"%s\" {\n    auto = create\n%s  }\n" % (folder, "    special_use = %s\n" % use if use else "") for folder, use in folders)
    secrets = write(name + "/users", "".join("%s:{PLAIN}%s::::::\n" % user for user in users.items()))
    script = write(name + "/rules.sieve", sieve)
    os.chmod(room, 0o755)
    run("sievec", script)
    key, certificate = (path("pki", chain + ending) for ending in (".key", ".chain"))
    conf = write(name + ".conf", """protocols = imap lmtp
listen = {address}
base_dir = {room}/run
state_dir = {room}
log_path = {room}.log
auth_verbose = yes
ssl = required
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = yes
auth_mechanisms = plain
default_internal_user = dovecot
default_login_user = dovenull
first_valid_uid = 1
mail_location = maildir:~/Maildir
passdb {{
  driver = passwd-file
  args = {secrets}
}}
userdb {{
  driver = passwd-file
  args = {secrets}
  default_fields = uid={nobody} gid={nobody} home={room}/mail/%n
}}
namespace inbox {{
  inbox = yes
  prefix = {prefix}
  separator = {separator}
{listed}}}
protocol lmtp {{
  mail_plugins = sieve
  postmaster_address = postmaster@{name}
}}
plugin {{
  sieve_before = {script}
}}
service imap-login {{
  inet_listener imap {{
    port = 143
  }}
  inet_listener imaps {{
    port = 993
    ssl = yes
  }}
}}
service lmtp {{
  unix_listener {room}/lmtp {{
    mode = 0666
  }}
}}
service auth {{
  unix_listener {room}/sasl {{
    mode = 0666
  }}
}}
{extra}""".format(address=address, room=room, certificate=certificate, key=key, secrets=secrets, nobody=NOBODY, prefix=prefix,
                  separator=separator, listed=listed, script=script, name=name, extra=extra))
    dns_lab.stays(["dovecot", "-F", "-c", conf])
    return {"lmtp": "lmtp:unix:%s/lmtp" % room, "sasl": room + "/sasl", "mail": room + "/mail"}


def fill(home, count, folder="", subject="an older letter"):
    """Puts letters into a folder of a mailbox as if they had always been there."""
    place = os.path.join(home, "Maildir", folder)
    for part in ("cur", "new", "tmp"):
        os.makedirs(os.path.join(place, part), exist_ok=True)
    for number in range(count):
        with open(os.path.join(place, "cur", "1700000%03d.%d.lab:2,S" % (number, number)), "w") as file:
            file.write("From: someone@control.net\nSubject: %s %d\nMessage-ID: <%d.%s@control.net>\n\nold\n" % (subject, number, number, folder or "x"))
    for directory, _, files in os.walk(home):
        os.chown(directory, NOBODY, NOBODY)
        for name in files:
            os.chown(os.path.join(directory, name), NOBODY, NOBODY)
            os.utime(os.path.join(directory, name), (1700000000, 1700000000))


def letters(home):
    """Path and text of every letter of a mailbox, old ones left out."""
    found = []
    for directory, _, files in os.walk(home):
        if os.path.basename(directory) in ("cur", "new"):
            found += [(os.path.join(directory, name), open(os.path.join(directory, name), errors="replace").read()) for name in files if not name.startswith("1700000")]
    return found


def signer(domain, selector, port, dns):
    """An opendkim that signs for a domain; gives the key record and the milter."""
    key = path("dkim-%s.pem" % domain)
    run("openssl", "genrsa", "-out", key, "2048")
    public = run("openssl", "rsa", "-in", key, "-pubout")
    opendkim("sign-" + domain, port, "Mode s\nDomain %s\nSelector %s\nKeyFile %s\nInternalHosts 0.0.0.0/0\nCanonicalization relaxed/simple\nNameservers %s\n"
             % (domain, selector, key, dns))
    return "v=DKIM1; k=rsa; p=" + "".join(line for line in public.splitlines() if not line.startswith("-")), "inet:127.0.0.1:%d" % port


def verifier(host, port, dns):
    """An opendkim and an opendmarc that judge under the name of a host; gives the milters."""
    opendkim("verify-" + host, port, "Mode v\nAuthservID %s\nNameservers %s\nAlwaysAddARHeader yes\n" % (host, dns))
    # It listens for what it judges; mail from this machine's own addresses is mail of others here.
    ignored = write("nobody-%s" % host, "192.0.2.1\n")
    conf = write("opendmarc-%s.conf" % host, "AuthservID %s\nTrustedAuthservIDs %s\nSocket inet:%d@127.0.0.1\nSPFSelfValidate true\nSPFIgnoreResults true\n"
                 "RejectFailures false\nIgnoreHosts %s\nUserID root\nSoftwareHeader false\nSyslog false\n" % (host, host, port + 1, ignored))
    dns_lab.stays(["opendmarc", "-f", "-c", conf])
    return "inet:127.0.0.1:%d, inet:127.0.0.1:%d" % (port, port + 1)


def opendkim(name, port, settings):
    conf = write(name + ".conf", settings + "Syslog no\nSocket inet:%d@127.0.0.1\nUserID root\nRequireSafeKeys no\n" % port)
    dns_lab.stays(["opendkim", "-f", "-x", conf])
