"""Debian's mail servers on loopback addresses of a closed namespace: postfix, exim, dovecot and nginx, with certificates of
every kind made for them. Each server is ended by its own pid; no message is ever sent."""
import datetime, os, pwd, shutil, subprocess
import dns_lab
from dns_lab import path, run, write

DAY = datetime.timedelta(days=1)
AIA = "http://ca.contract-ca.com/int.cer"


def made(*command):
    run("openssl", *command, cwd=path("pki"))


def pem(*names):
    """The text of certificates or keys, in order."""
    return "".join(open(path("pki", name)).read() for name in names)


def authorities():
    """A root that the audit is told of, an intermediate, and a private root that nobody trusts."""
    os.makedirs(path("pki"), exist_ok=True)
    for name, title, parent in [("root", "Lab root", None), ("int", "Lab intermediate", "root"), ("private", "Private root", None)]:
        key(name)
        made("req", "-new", "-key", name + ".key", "-out", name + ".csr", "-subj", "/O=Lab/CN=" + title)
        write("pki/%s.ext" % name, "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n")
        sign = ["-signkey", name + ".key"] if parent is None else ["-CA", parent + ".pem", "-CAkey", parent + ".key", "-CAcreateserial"]
        made("x509", "-req", "-in", name + ".csr", *sign, "-out", name + ".pem", "-days", "1500", "-sha256", "-extfile", name + ".ext")
    return path("pki", "root.pem")


def key(name, kind="ec"):
    if kind == "ec":
        made("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", name + ".key")
    else:
        made("genrsa", "-out", name + ".key", kind.partition(":")[2])


def leaf(name, host, start=-1, end=60, kind="ec", issuer="int", usage="serverAuth", digest="sha256", names=None):
    """A certificate NAME.pem with NAME.key; `issuer` None signs with its own key. `start` and `end` in days from now."""
    key(name, kind)
    made("req", "-new", "-key", name + ".key", "-out", name + ".csr", "-subj", "/CN=" + host)
    alternative = ",".join("DNS:" + n for n in (names or [host]))
    ext = "subjectAltName=%s\nbasicConstraints=CA:FALSE\nkeyUsage=digitalSignature,keyEncipherment\n" % alternative
    if usage:
        ext += "extendedKeyUsage=%s\n" % usage
    if issuer:
        ext += "authorityInfoAccess=caIssuers;URI:%s\n" % AIA
    write("pki/%s.ext" % name, ext)
    now = datetime.datetime.now(datetime.timezone.utc)
    dates = ["-startdate", (now + start * DAY).strftime("%Y%m%d%H%M%SZ"), "-enddate", (now + end * DAY).strftime("%Y%m%d%H%M%SZ")]
    write("pki/index-%s" % name, "")
    write("pki/serial-%s" % name, "%016X\n" % int.from_bytes(os.urandom(7), "big"))
    write("pki/%s.cnf" % name, "[ca]\ndefault_ca=d\n[d]\nnew_certs_dir=.\ndatabase=index-{0}\nserial=serial-{0}\ndefault_md={1}\npolicy=p\n"
          "unique_subject=no\n[p]\ncommonName=supplied\n".format(name, digest))
    signer = ["-cert", issuer + ".pem", "-keyfile", issuer + ".key"] if issuer else ["-selfsign", "-keyfile", name + ".key"]
    made("ca", "-batch", "-notext", "-config", name + ".cnf", *signer, "-in", name + ".csr", "-out", name + ".pem", *dates, "-extfile", name + ".ext")
    return name


def chain(name, *behind, order=None):
    """A file with key and certificates, as servers take it; `order` puts the certificates in another one."""
    certificates = [name + ".pem"] + [b + ".pem" for b in behind]
    write("pki/%s.chain" % name, pem(*[certificates[i] for i in (order or range(len(certificates)))]))
    return write("pki/%s.all" % name, pem(name + ".key") + pem(name + ".chain"))


def revoked(name, authority):
    """A list of this authority that names a certificate of this lab; its file."""
    signer = ["-cert", authority + ".pem", "-keyfile", authority + ".key"]
    made("ca", "-batch", "-config", name + ".cnf", *signer, "-revoke", name + ".pem")
    made("ca", "-batch", "-config", name + ".cnf", *signer, "-gencrl", "-crldays", "30", "-out", name + ".crl")
    return path("pki", name + ".crl")


def tlsa(name, usage=3, selector=1, matching=1):
    """The data of a TLSA record for a certificate of this lab."""
    form = ["x509", "-in", name + ".pem", "-outform", "DER"]
    der = subprocess.run(["openssl", *form], capture_output=True, cwd=path("pki"), check=True).stdout
    if selector:
        public = subprocess.run(["openssl", "x509", "-in", name + ".pem", "-noout", "-pubkey"], capture_output=True, cwd=path("pki"), check=True).stdout
        der = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "DER"], input=public, capture_output=True, check=True).stdout
    import hashlib
    data = der if matching == 0 else (hashlib.sha256 if matching == 1 else hashlib.sha512)(der).digest()
    return "%d %d %d %s" % (usage, selector, matching, data.hex())


def postfix(services, domains):
    """One postfix for `domains`; `services` is a list of (address, port, {parameter: value}), each an smtpd of its own."""
    conf, queue, data = path("postfix"), path("postfix-queue"), path("postfix-data")
    for directory in (conf, queue, data):
        os.makedirs(directory, exist_ok=True)
    os.chown(data, pwd.getpwnam("postfix").pw_uid, -1)
    os.chmod(dns_lab.ROOM, 0o755)
    # Old protocols need OpenSSL's lowest level; each service says itself which versions it takes.
    ssl = write("openssl-old.cnf", "openssl_conf=c\n[c]\nssl_conf=s\n[s]\nsystem_default=d\n[d]\nMinProtocol=TLSv1\nCipherString=ALL:@SECLEVEL=0\n")
    main = {
        "compatibility_level": "3.6", "queue_directory": queue, "data_directory": data, "command_directory": "/usr/sbin",
        "daemon_directory": "/usr/lib/postfix/sbin", "mail_owner": "postfix", "setgid_group": "postdrop", "maillog_file": path("postfix.maillog"),
        "maillog_file_prefixes": dns_lab.ROOM, "inet_interfaces": "all", "inet_protocols": "all", "mydestination": " ".join(domains), "mynetworks": "127.0.0.1/32",
        "local_recipient_maps": "", "alias_maps": "", "alias_database": "", "smtpd_relay_restrictions": "reject_unauth_destination",
        "smtpd_peername_lookup": "no", "smtpd_tls_security_level": "may", "smtpd_tls_loglevel": "0", "smtputf8_enable": "no",
        "smtpd_client_connection_rate_limit": "0", "smtpd_client_connection_count_limit": "0", "import_environment": "MAIL_CONFIG MAIL_DEBUG MAIL_LOGTAG TZ OPENSSL_CONF=" + ssl,
        "smtpd_tls_protocols": ">=TLSv1.2", "smtpd_tls_session_cache_database": "", "debug_peer_list": "",
    }
    write("postfix/main.cf", "".join("%s = %s\n" % item for item in main.items()))
    lines = ["postlog unix-dgram n - n - 1 postlogd", "cleanup unix n - n - 0 cleanup", "rewrite unix - - n - - trivial-rewrite",
             "anvil unix - - n - 1 anvil", "tlsmgr unix - - n 1000? 1 tlsmgr", "proxymap unix - - n - - proxymap", "verify unix - - n - 1 verify"]
    for address, port, options in services:
        extra = "".join("\n  -o { %s = %s }" % item for item in options.items())
        lines.append("[%s]:%d inet n - n - 20 smtpd%s" % (address, port, extra))
    write("postfix/master.cf", "\n".join(lines) + "\n")
    run("postfix", "-c", conf, "check", env={**os.environ, "OPENSSL_CONF": ssl})
    os.environ["OPENSSL_CONF_OLD"] = ssl
    dns_lab.stays(["env", "OPENSSL_CONF=" + ssl, "/usr/lib/postfix/sbin/master", "-c", conf, "-d"])


def served(label, host):
    """What an smtpd needs to serve a certificate of this lab."""
    return {"smtpd_tls_chain_files": path("pki", label + ".all"), "myhostname": host, "smtpd_banner": host + " ESMTP"}


def exim_binary():
    """Exim where there is one: Debian's package cannot be installed beside postfix's, so EXIM4 may name an unpacked one."""
    return os.environ.get("EXIM4") or shutil.which("exim4")


def exim(address, host, keyfile, certfile, domains, tls_for="*", known="postmaster : abuse", options="", acls="", routers=""):
    """One exim on port 25 of an address, with TLS for these clients and with these local parts, and further text of its own."""
    binary, room = exim_binary(), path("exim", host)
    os.makedirs(room, exist_ok=True)
    try:
        pwd.getpwnam("Debian-exim")
    except KeyError:
        # Exim looks its user up; this namespace's own copy of the list gets one.
        for file, line in (("passwd", "Debian-exim:x:64999:64999::/nonexistent:/usr/sbin/nologin\n"), ("group", "Debian-exim:x:64999:\n")):
            run("mount", "--bind", write(file, open("/etc/" + file).read() + line), "/etc/" + file)
    user = pwd.getpwnam("Debian-exim")
    os.chown(room, user.pw_uid, user.pw_gid)
    for file in (f for f in (keyfile, certfile) if os.path.exists(f)):
        os.chmod(file, 0o644)
    os.chmod(path("pki"), 0o755)
    conf = write("exim/%s.conf" % host, """primary_hostname = %s
spool_directory = %s
log_file_path = %s/log-%%s
local_interfaces = <; [%s]:25
daemon_smtp_ports = 25
tls_advertise_hosts = %s
tls_certificate = %s
tls_privatekey = %s
domainlist local_domains = %s
acl_smtp_rcpt = check_rcpt
acl_smtp_vrfy = accept
qualify_domain = %s
%snever_users =
host_lookup =
rfc1413_query_timeout = 0s
begin acl
check_rcpt:
  accept domains = +local_domains
         local_parts = %s
  deny domains = +local_domains
       message = unknown user
  deny message = relay not permitted
%sbegin routers
%sbegin transports
begin retry
begin rewrite
begin authenticators
""" % (host, room, room, address, tls_for, certfile, keyfile, " : ".join(domains), domains[0], options, known, acls, routers))
    os.chmod(conf, 0o644)
    dns_lab.stays([binary, "-C", conf, "-bdf"])


def dovecot(address, cert, keyfile, old=False, plaintext="no", name="dovecot"):
    """One dovecot with 143, 993, 110 and 995; the account is user@clients.com with the password 'secret-word'."""
    os.makedirs(path(name), exist_ok=True)
    users = write(name + "/users", "user@clients.com:{PLAIN}secret-word::::::\n")
    conf = write(name + ".conf", """protocols = imap pop3
listen = %s
base_dir = %s
state_dir = %s
log_path = %s
ssl = yes
ssl_cert = <%s
ssl_key = <%s
%s
disable_plaintext_auth = %s
auth_mechanisms = plain login
default_internal_user = dovecot
default_login_user = dovenull
mail_location = maildir:/nonexistent
passdb {
  driver = passwd-file
  args = %s
}
userdb {
  driver = static
  args = uid=65534 gid=65534 home=/nonexistent
}
service imap-login {
  inet_listener imap {
    port = 143
  }
  inet_listener imaps {
    port = 993
    ssl = yes
  }
}
service pop3-login {
  inet_listener pop3 {
    port = 110
  }
  inet_listener pop3s {
    port = 995
    ssl = yes
  }
}
service auth {
  unix_listener sasl {
    mode = 0666
  }
}
""" % (address, path(name), path(name), path(name + ".log"), cert, keyfile, "ssl_min_protocol = TLSv1\nssl_cipher_list = ALL:@SECLEVEL=0" if old else "",
       plaintext, users))
    dns_lab.stays(["dovecot", "-F", "-c", conf])
    return path(name, "sasl")


def nginx(servers):
    """One nginx; `servers` is a list of (address, host, key and chain name, text of the server's locations)."""
    os.makedirs(path("nginx"), exist_ok=True)
    blocks = "".join("server { listen %s:443 ssl; server_name %s; ssl_certificate %s; ssl_certificate_key %s;\n%s\n}\n" % (
        address, host, path("pki", name + ".chain"), path("pki", name + ".key"), locations) for address, host, name, locations in servers)
    temporary = "".join("%s_temp_path %s;\n" % (kind, path("nginx", kind)) for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    conf = write("nginx.conf", "user root;\ndaemon off;\nworker_processes 1;\npid %s;\nerror_log %s;\nevents { worker_connections 64; }\n"
                 "http {\naccess_log off;\ndefault_type text/plain;\nkeepalive_timeout 5;\n%s%s}\n" % (
                     path("nginx.pid"), path("nginx.log"), temporary, blocks))
    dns_lab.stays(["nginx", "-c", conf, "-e", path("nginx.log")])
