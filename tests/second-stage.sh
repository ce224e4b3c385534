#!/usr/bin/env bash
# Second stage of CI: the program against name servers and mail servers of Debian over real DNS, SMTP
# and TLS, each part in a closed network namespace. Needs root on Debian; says so and ends where that is
# missing. The program is the one that the tests have built, with its assertions and checks of overflow;
# MAILAUDIT_BINARY names another one, an optimised one say.
set -euo pipefail
cd "$(dirname "$0")/.."

skip() {
  echo "skipped: $*"
  exit 0
}
made=() rows=()
tidy() {
  for row in "${rows[@]}"; do kill -- "-$row" 2>/dev/null || true; done
  rm -rf "${made[@]}"
}
trap tidy EXIT
[ "$(id -u)" = 0 ] || skip "not root"
grep -qs '^ID=debian' /etc/os-release || skip "not Debian"
missing=()
while read -r tool package; do
  command -v "$tool" >/dev/null || missing+=("$package")
done <<'TOOLS'
nsd nsd
unbound unbound
dig bind9-dnsutils
nsupdate bind9-dnsutils
delv bind9-dnsutils
ldns-signzone ldnsutils
openssl openssl
ip iproute2
python3 python3
postfix postfix
dovecot dovecot-imapd
dovecot dovecot-pop3d
/usr/lib/dovecot/lmtp dovecot-lmtpd
sievec dovecot-sieve
opendkim opendkim
opendmarc opendmarc
nginx nginx-light
posttls-finger postfix
sslscan sslscan
testssl testssl.sh
TOOLS
if [ ${#missing[@]} -gt 0 ]; then
  echo "installing: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # The packages' own services are not wanted: the cases start their own.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    made+=("$policy")
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
  fi
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
# Debian's exim cannot be installed beside its postfix, but it runs from where it is unpacked.
if [ -z "${EXIM4:-}" ] && ! command -v exim4 >/dev/null; then
  exim=${CARGO_TARGET_DIR:-target}/exim
  if [ ! -x "$exim/usr/sbin/exim4" ]; then
    mkdir -p "$exim"
    (cd "$exim" && apt-get install -y -qq --no-install-recommends libidn12 >/dev/null && apt-get download -qq exim4-daemon-light exim4-base &&
      for package in *.deb; do dpkg -x "$package" .; done) || echo 'skipped: exim cannot be had'
  fi
  if [ -x "$exim/usr/sbin/exim4" ]; then
    EXIM4=$(realpath "$exim/usr/sbin/exim4")
    export EXIM4
  fi
fi
# Only the race of the tools wants it, and a package it is not.
if [ -z "${SSLYZE:-}" ] && ! command -v sslyze >/dev/null; then
  venv=$(realpath -m "${CARGO_TARGET_DIR:-target}/sslyze")
  if [ ! -x "$venv/bin/sslyze" ]; then
    (python3 -m venv "$venv" && "$venv/bin/pip" install --quiet sslyze) >/dev/null 2>&1 || echo 'skipped: sslyze cannot be had'
  fi
  if [ -x "$venv/bin/sslyze" ]; then
    export SSLYZE="$venv/bin/sslyze"
  fi
fi
unshare --net --mount --pid --fork true 2>/dev/null || skip "this machine allows no namespaces"

binary=${MAILAUDIT_BINARY:-}
if [ -z "$binary" ]; then
  # With the features that the tests have, so that nothing is compiled twice.
  cargo test --quiet --no-run --package mailaudit --test cli
  binary=${CARGO_TARGET_DIR:-target}/debug/mailaudit
fi

room=$(mktemp -d)
made+=("$room")
# Runs a part and shows what it said in one piece when it has ended, with its time; a failure is kept for the end.
part() { # part NAME COMMAND…
  local name=$1 began=$SECONDS code=0 said
  said=$(mktemp -p "$room")
  shift
  "$@" >"$said" 2>&1 || code=$?
  if [ "$code" != 0 ]; then echo "$name" >>"$room/failed"; fi
  {
    flock 9
    echo "== $name"
    cat "$said"
    echo "== $name: $((SECONDS - began)) s"
  } 9>"$room/lock"
}
among_servers() { # among_servers compare|race
  env "DNS_LAB_RUN=python3 tests/tls_tools.py $(printf %q "$binary") $1" python3 tests/real_mail.py "$binary"
}

# Every part has a namespace of its own and spends most of its time waiting: three rows of them at once.
mail() {
  part 'real mail servers' python3 tests/real_mail.py "$binary"
  part 'test messages' python3 tests/real_deliver.py "$binary"
  part 'signed messages' python3 tests/real_messages.py "$binary"
}
tools() {
  part 'race of TLS tools' among_servers race
  part 'other TLS tools' among_servers compare
}
names() {
  part 'signed tree' python3 tests/signed_dns.py "$binary"
  part 'two resolvers' python3 tests/two_resolvers.py "$binary"
  part 'real name servers' python3 tests/real_dns.py "$binary"
  part 'tools that publish' bash tests/fix_tools.sh "$binary"
  local contract=${MAILAUDIT_CONTRACT:-../shared/contract} mode set
  if [ ! -f "$contract/run.py" ]; then
    echo "skipped: no sample cases at $contract"
    return
  fi
  for mode in stub recursive; do
    for set in dns smtp; do
      part "sample cases: $set, $mode" python3 "$contract/run.py" "$binary" --resolver-mode "$mode" --set "$set"
    done
  done
}
# Each a process group, so that all of it ends with this script.
set -m
for row in mail tools names; do
  "$row" &
  rows+=($!)
done
set +m
for row in "${rows[@]}"; do wait "$row"; done

if [ -e "$room/failed" ]; then
  sed 's/^/second stage: FAILED: /' "$room/failed"
  exit 1
fi
echo 'second stage: all holds'
