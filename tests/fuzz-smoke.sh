#!/usr/bin/env bash
# Every fuzz target for some seconds (40, or the first argument), four at a time, and a line on each.
# The seed is fixed: a change is judged by what it changes. Hunt with other seeds by SEED=N.
# Further arguments name the targets; without them all are run. What is found stays in fuzz/target/found.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-40}
shift || true
tools=${CARGO_TARGET_DIR:-target}/tools
if [ ! -x "$tools/bin/cargo-fuzz" ]; then
  cargo install --quiet cargo-fuzz --version 0.13.2 --locked --root "$tools" --target-dir "$tools/build"
  rm -rf "$tools/build"
fi
# One build directory for all of them, whatever the caller's is.
unset CARGO_TARGET_DIR
build=$PWD/fuzz/target
"$tools/bin/cargo-fuzz" build --sanitizer none --target-dir "$build"
programs=$build/$(rustc -vV | sed -n 's/^host: //p')/release

targets=("$@")
if [ ${#targets[@]} = 0 ]; then
  for file in fuzz/fuzz_targets/*.rs; do targets+=("$(basename "$file" .rs)"); done
fi

run() { # run TARGET: leaves its log and its exit code
  local name=$1 found=$build/found/$1 corpus=$build/corpus/$1
  mkdir -p "$found" "$corpus"
  rm -f "$found"/*
  local code=0 seeds
  # By name, since the order of a folder differs from disk to disk, and with it the whole run.
  seeds=$(printf '%s\n' "fuzz/seeds/$name"/* | LC_ALL=C sort | paste -sd,)
  "$programs/$name" "$corpus" -seed_inputs="$seeds" -seed="${SEED:-1}" -max_total_time="$seconds" -timeout=60 -rss_limit_mb=2048 \
    -max_len=8192 -print_final_stats=1 -artifact_prefix="$found/" >"$build/$name.log" 2>&1 || code=$?
  echo "$code" >"$build/$name.code"
}

printf '%-14s %-6s %12s %8s %8s\n' target result executions edges corpus
failed=()
tell() { # tell TARGET
  local name=$1 log=$build/$1.log code executions edges corpus
  code=$(cat "$build/$name.code")
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  edges=$(grep -o ' cov: [0-9]*' "$log" | tail -1 | tr -dc 0-9 || true)
  corpus=$(grep -o ' corp: [0-9]*' "$log" | tail -1 | tr -dc 0-9 || true)
  printf '%-14s %-6s %12s %8s %8s\n' "$name" "$([ "$code" = 0 ] && echo ok || echo FAILED)" "${executions:-?}" "${edges:-?}" "${corpus:-?}"
  if [ "$code" != 0 ]; then
    failed+=("$name")
  fi
}

for ((i = 0; i < ${#targets[@]}; i += 4)); do
  group=("${targets[@]:i:4}")
  for name in "${group[@]}"; do run "$name" & done
  wait
  for name in "${group[@]}"; do tell "$name"; done
done

if [ ${#failed[@]} -gt 0 ]; then
  for name in "${failed[@]}"; do
    echo "── $name: exit code $(cat "$build/$name.code")"
    grep -aE -A1 'panicked at|ERROR:|SUMMARY:|ALARM|Base64:' "$build/$name.log" | cut -c1-600 | head -20 || true
    tail -5 "$build/$name.log" | cut -c1-600
  done
  echo "failed: ${failed[*]}; the inputs are in fuzz/target/found"
  exit 1
fi
