"""A closed network namespace with Debian's name servers in it: nsd, unbound and rbldnsd, each ended by its own pid.

Shared by the scripts of CI's second stage; it never touches the network outside the namespace."""
import atexit, os, shutil, signal, subprocess, sys, tempfile, time

ROOM = None
_running = []


def enter():
    """Runs this script again in a namespace of its own, with a working directory. Returns inside only: outside it waits,
    tidies up whatever happens within, and ends as the inner one did. With the namespace, all that runs in it ends."""
    global ROOM
    if os.environ.get("DNS_LAB_ROOM"):
        ROOM = os.environ["DNS_LAB_ROOM"]
        atexit.register(_leave)
        run("ip", "link", "set", "lo", "up")
        return
    # Being told to end is a reason to tidy up, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to end"))
    room = tempfile.mkdtemp(prefix="dns-lab")
    apart = ["unshare", "--net", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child"]
    inner = subprocess.Popen(apart + [sys.executable] + sys.argv, env={**os.environ, "DNS_LAB_ROOM": room})
    try:
        code = inner.wait()
    finally:
        inner.kill()
        inner.wait()
        shutil.rmtree(room, ignore_errors=True)
    sys.exit(code)


def _leave():
    for process in reversed(_running):
        process.terminate()
    for process in _running:
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def run(*command, **options):
    """The output of a command that must succeed."""
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode:
        sys.exit("%s ended with %d: %s" % (" ".join(command), done.returncode, (done.stderr or done.stdout).strip()[-800:]))
    return done.stdout


def needs(*tools):
    """Ends with a reason, and without a failure, where a tool is missing."""
    missing = [tool for tool in tools if not shutil.which(tool)]
    if missing or os.geteuid() != 0:
        print("skipped: %s" % ("without " + ", ".join(missing) if missing else "not root"))
        sys.exit(0)


def addresses(*wanted):
    """Gives addresses to this namespace alone."""
    for address in wanted:
        options = ["nodad"] if ":" in address else []
        run("ip", "addr", "add", address + ("/128" if ":" in address else "/32"), "dev", "lo", *options)


def path(*parts):
    return os.path.join(ROOM, *parts)


def write(name, text):
    os.makedirs(os.path.dirname(path(name)), exist_ok=True)
    with open(path(name), "w") as file:
        file.write(text)
    return path(name)


def stays(command):
    """Starts a server in the foreground, so that its pid is this script's to end."""
    log = open(path("%d.log" % len(_running)), "wb")
    _running.append(subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL))


def nsd(label, listen, zones):
    """An authoritative server; `zones` is name -> zone text, complete with $ORIGIN."""
    text = "server:\n username: \"\"\n chroot: \"\"\n zonesdir: \"%s\"\n database: \"\"\n rrl-ratelimit: 0\n server-count: 1\n" % ROOM
    text += "".join(" %s: \"%s\"\n" % (key, path(label + "." + key)) for key in ("pidfile", "logfile", "zonelistfile", "xfrdfile"))
    text += " xfrdir: \"%s\"\n" % ROOM + "".join(" ip-address: %s\n" % a for a in listen) + "remote-control:\n control-enable: no\n"
    for number, (zone, content) in enumerate(zones.items()):
        name = "%s-zones/%d" % (label, number)
        write(name, content)
        text += "zone:\n name: \"%s\"\n zonefile: \"%s\"\n" % (zone, name)
    stays(["nsd", "-d", "-c", write(label + ".conf", text)])


def unbound(label, listen, hints, anchor=None, extra="", clauses=""):
    """A resolver that walks from the hints; it validates where there is an anchor."""
    text = "server:\n access-control: 0.0.0.0/0 allow\n access-control: ::/0 allow\n do-ip6: no\n username: \"\"\n chroot: \"\"\n"
    text += " directory: \"%s\"\n pidfile: \"\"\n use-syslog: no\n logfile: \"%s\"\n num-threads: 1\n ede: yes\n" % (ROOM, path(label + ".ub"))
    text += "".join(" interface: %s\n" % address for address in listen)
    if hints:
        text += " root-hints: \"%s\"\n" % hints
    text += " module-config: \"%siterator\"\n" % ("validator " if anchor else "")
    if anchor:
        text += " trust-anchor-file: \"%s\"\n" % anchor
    text += extra + "remote-control:\n control-enable: no\n" + clauses
    stays(["unbound", "-d", "-c", write(label + ".conf", text)])


def answers(server, name, rtype, tries=100):
    """Waits until a server has something to say, as servers take a moment to start."""
    for _ in range(tries):
        asked = subprocess.run(["dig", "+short", "+time=1", "+tries=1", "@" + server, name, rtype], capture_output=True, text=True)
        if asked.returncode == 0 and asked.stdout.strip():
            return
        time.sleep(0.1)
    logs = "".join("\n%s: %s" % (n, open(path(n), errors="replace").read()[-600:]) for n in sorted(os.listdir(ROOM)) if n.endswith((".log", ".ub", ".logfile")))
    sys.exit("the server at %s did not start%s" % (server, logs))


def greets(places, tries=150):
    """Waits until something listens at each (address, port)."""
    import socket
    for address, port in places:
        for _ in range(tries):
            try:
                socket.create_connection((address, port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        else:
            logs = "".join("\n%s: %s" % (n, open(path(n), errors="replace").read()[-900:]) for n in sorted(os.listdir(ROOM)) if n.endswith((".log", "maillog")))
            sys.exit("nobody listens at %s port %d%s" % (address, port, logs))
