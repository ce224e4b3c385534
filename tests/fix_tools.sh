#!/usr/bin/env bash
# What `fix` writes, read by the tools that it is for: the zone text by nsd, the script by nsupdate, which shows and sends nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for lang in en ru; do
  propose() { "$binary" fix sick.example --replay tests/recordings/demo.json --lang "$lang" --format "$1" || [ $? = 1 ]; }
  {
    echo 'sick.example. 3600 IN SOA ns1.sick.example. hostmaster.sick.example. 1 7200 3600 1209600 3600'
    echo 'sick.example. 3600 IN NS ns1.sick.example.'
    echo 'ns1.sick.example. 3600 IN A 192.0.2.1'
    propose zone
  } >"$work/zone"
  nsd-checkzone sick.example "$work/zone"
  { echo 'server 127.0.0.1 9'; propose nsupdate | sed 's/^send$/show/'; } >"$work/script"
  nsupdate "$work/script" >"$work/shown" 2>"$work/told" || { cat "$work/told"; exit 1; }
  orders=$(grep -c '^update ' "$work/script")
  shown=$(grep -cE '[[:space:]](IN|NONE|ANY)[[:space:]]+(TXT|MX)[[:space:]]' "$work/shown")
  echo "nsupdate: $shown of $orders orders"
  [ "$orders" -gt 0 ] && [ "$shown" = "$orders" ]
done
