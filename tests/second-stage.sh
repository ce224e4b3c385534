#!/usr/bin/env bash
# Second stage of CI: an optimised build against nsd, unbound and scripted mail servers over real
# DNS, SMTP and TLS, in a closed network namespace. Needs root on Debian; says so and ends where
# that is missing. MAILAUDIT_BINARY names another binary than the one built here.
set -euo pipefail
cd "$(dirname "$0")/.."

skip() {
  echo "skipped: $*"
  exit 0
}
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
    trap 'rm -f "$policy"' EXIT
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
  cargo build --quiet --profile stage --package mailaudit
  binary=${CARGO_TARGET_DIR:-target}/stage/mailaudit
fi

failed=()
# Runs a part, tells how long it took, and goes on after a failure.
part() {
  local name=$1 began=$SECONDS
  shift
  echo "== $name"
  "$@" || failed+=("$name")
  echo "== $name: $((SECONDS - began)) s"
}
part 'real name servers' python3 tests/real_dns.py "$binary"
part 'signed tree' python3 tests/signed_dns.py "$binary"
part 'two resolvers' python3 tests/two_resolvers.py "$binary"
part 'real mail servers' python3 tests/real_mail.py "$binary"
part 'signed messages' python3 tests/real_messages.py "$binary"
part 'test messages' python3 tests/real_deliver.py "$binary"
part 'tools that publish' bash tests/fix_tools.sh "$binary"
part 'other TLS tools' env "DNS_LAB_RUN=python3 tests/tls_tools.py $(printf %q "$binary") compare" python3 tests/real_mail.py "$binary"
part 'race of TLS tools' env "DNS_LAB_RUN=python3 tests/tls_tools.py $(printf %q "$binary") race" python3 tests/real_mail.py "$binary"

contract=${MAILAUDIT_CONTRACT:-../shared/contract}
if [ -f "$contract/run.py" ]; then
  for mode in stub recursive; do
    for set in dns smtp; do
      part "sample cases: $set, $mode" python3 "$contract/run.py" "$binary" --resolver-mode "$mode" --set "$set"
    done
  done
else
  echo "skipped: no sample cases at $contract"
fi
if [ ${#failed[@]} -gt 0 ]; then
  printf 'second stage: FAILED: %s\n' "${failed[@]}"
  exit 1
fi
echo 'second stage: all holds'
