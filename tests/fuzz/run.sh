#!/usr/bin/env bash
# Runs each target, or those that are named, for SECONDS_EACH (600) on one core; stops at the first finding.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=target/fuzz
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(cargo +nightly fuzz list --fuzz-dir tests/fuzz)
for target in "${targets[@]}"; do
  mkdir -p "$out/corpus/$target"
  cargo +nightly fuzz run --fuzz-dir tests/fuzz --target-dir "$out" "$target" \
    "$out/corpus/$target" "tests/fuzz/seeds/$target" tests/fixtures/statements tests/fixtures/issues -- \
    -dict="tests/fuzz/dictionaries/$target.dict" -max_total_time="${SECONDS_EACH:-600}" \
    -max_len=16384 -timeout=25 -rss_limit_mb=3000 -print_final_stats=1
done
