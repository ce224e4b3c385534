#!/usr/bin/env bash
# Second stage of CI: the release build against nsd, unbound and scripted mail servers over real
# DNS, SMTP and TLS, in a closed network namespace. Needs root on Debian; says so and ends where
# that is missing.
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
dig dnsutils
openssl openssl
ip iproute2
python3 python3
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
unshare --net --mount --pid --fork true 2>/dev/null || skip "this machine allows no namespaces"

cargo build --quiet --release --package mailaudit
binary=${CARGO_TARGET_DIR:-target}/release/mailaudit

failed=0
python3 tests/real_dns.py "$binary" || failed=1

contract=${MAILAUDIT_CONTRACT:-../shared/contract}
if [ -f "$contract/run.py" ]; then
  for set in dns smtp; do
    python3 "$contract/run.py" "$binary" --set "$set" || failed=1
  done
else
  echo "skipped: no sample cases at $contract"
fi
exit "$failed"
