#!/usr/bin/env bash
# Every fuzz target, two at a time, and a line on each. Without arguments each does the executions that fuzz/runs
# gives it, from a fixed seed, so that a fast machine finds what a slow one does (but for certificate and recording,
# whose libraries draw random hash keys): a change is judged by what it changes.
# A hunt: [SEED=N] fuzz-smoke.sh SECONDS [TARGET…], each for that long. What is found stays in fuzz/target/found.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-}
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

# Comparisons that the code under test makes are kept by address: where the machine lets us, by the same one each time.
steady=(setarch -R)
"${steady[@]}" true 2>/dev/null || steady=(env)

run() { # run TARGET: leaves its log and its exit code
  local name=$1 found=$build/found/$1 corpus=$build/corpus/$1
  mkdir -p "$found" "$corpus"
  rm -f "$found"/*
  local code=0 seeds bound
  if [ -n "$seconds" ]; then
    bound="-max_total_time=$seconds"
  else
    # Inputs that an earlier run kept would make this one another.
    rm -f "$corpus"/*
    bound="-runs=$(awk -v name="$name" '$1 == name { print $2 }' fuzz/runs)"
  fi
  # By name, since the order of a folder differs from disk to disk, and with it the whole run.
  seeds=$(printf '%s\n' "fuzz/seeds/$name"/* | LC_ALL=C sort | paste -sd,)
  "${steady[@]}" "$programs/$name" "$corpus" -seed_inputs="$seeds" -seed="${SEED:-1}" "$bound" -reload=0 -timeout=60 -rss_limit_mb=2048 \
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

for name in "${targets[@]}"; do
  if [ -z "$seconds" ] && ! grep -q "^$name " fuzz/runs; then
    echo "fuzz/runs does not say how often $name is run"
    exit 1
  fi
done
for name in "${targets[@]}"; do
  while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n; done
  run "$name" &
done
wait
for name in "${targets[@]}"; do tell "$name"; done

if [ ${#failed[@]} -gt 0 ]; then
  for name in "${failed[@]}"; do
    echo "── $name: exit code $(cat "$build/$name.code")"
    grep -aE -A1 'panicked at|ERROR:|SUMMARY:|ALARM|Base64:' "$build/$name.log" | cut -c1-600 | head -20 || true
    tail -5 "$build/$name.log" | cut -c1-600
  done
  echo "failed: ${failed[*]}; the inputs are in fuzz/target/found"
  exit 1
fi
