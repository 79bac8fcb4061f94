#!/usr/bin/env bash
# Figures as ratios against a limit or a peer measured in the same run. Run it on a
# quiet machine; the result is printed and, with OUT=FILE, kept.
set -eu
cd "$(dirname "$0")/.."
export CGO_ENABLED=0
out=${OUT:-/dev/null}
: > "$out"
say() { printf '%-52s %12s %12s  %s\n' "$@" | tee -a "$out"; }
say figure ratio limit what

# One benchmark, one custom metric: name of the figure, package, benchmark, metric, limit.
metric() {
  local v
  v=$(go test "$2" -run '^$' -bench "^$3\$" -benchtime "${6:-2s}" -count 1 2>/dev/null |
    awk -v m="$4" '{for (i = 1; i < NF; i++) if ($(i + 1) == m) {print $i; exit}}')
  say "$1" "${v:-none}" "$5" "$4"
}
metric "issue, durable, one writer" ./internal/store BenchmarkDurable one-writer-of-bare ">= 0.4"
metric "issue, durable, batched" ./internal/store BenchmarkDurable batched-of-bare ">= 3"
metric "verify a seal" ./seal BenchmarkVerify x-bare-ecdsa "<= 1.3"
metric "verify page" ./internal/web BenchmarkScanPage x-bare-handler ">= 0.5"
metric "suggest over the whole checklist, p99" ./internal/species BenchmarkSuggest p99/limit "<= 1"
metric "suggest beside a full-text index" ./internal/store BenchmarkSuggestBesideFullText x-full-text "<= 2"
metric "suggest over 44,000 taxa, p99" ./internal/store BenchmarkSuggestBesideFullText p99/limit "<= 1"
metric "what a consignment needs, a line" ./internal/need BenchmarkDecide line/limit "<= 1"
metric "PDF page with all scripts" ./internal/print BenchmarkPrint cpu-of-limit/page "<= 1"

# 500 applications race for a quota that fits 100, on both engines, in turn from a quota and from a share.
rounds=${ROUNDS:-1000}
exact=$(OPENCITES_ROUNDS=$rounds go test ./internal/store -run '^TestQuotaRaceIsExact$' -count 1 -timeout 60m -v 2>&1 |
  sed -n 's/.*\(sqlite\|postgres\): exact in \([0-9]*\) of.*/\2/p' | sort -n | head -1)
say "quota races that are exact, worse engine" "$(awk "BEGIN{printf \"%.3f\", ${exact:-0}/$rounds}")" "= 1" "of $rounds rounds"

# Reference data at full size: the set of 2013, then the Checklist over it, each in a
# process of its own; the time of both together and the highest memory of either.
shared=${OPENCITES_DATA_SHARED:-../shared/data}
if [ -d "$shared/speciesplus_2013" ] && [ -x /usr/bin/time ]; then
  load=$(mktemp -d)
  for path in speciesplus_2013 checklist/Index_of_CITES_Species_2017-04-21.csv.gz; do
    /usr/bin/time -a -o "$load/time" -f '%e %M' bin/opencites species import --data "$load/data" "$shared/$path" > /dev/null 2>&1
  done
  say "load the set of 2013 and the Checklist" "$(awk '{s += $1} END {printf "%.2f", s/60}' "$load/time")" "<= 1" "of 60 s"
  say "highest memory while loading them" "$(awk '$2 > m {m = $2} END {printf "%.2f", m/(400*1024)}' "$load/time")" "<= 1" "of 400 MiB"
  rm -rf "$load"
else
  say "load the set of 2013 and the Checklist" none "<= 1" "no ../shared/data, or no /usr/bin/time"
fi

# Whole program: size, start on an existing file, memory at rest.
size=$(stat -c %s bin/opencites)
say "program" "$(awk "BEGIN{printf \"%.2f\", $size/(60*1048576)}")" "<= 1" "of 60 MiB"
dir=$(mktemp -d)
trap 'kill "$pid" 2>/dev/null || true; rm -rf "$dir"' EXIT
pid=
start() {
  bin/opencites demo --listen 127.0.0.1:0 --data "$dir/demo" > "$dir/out" 2> "$dir/err" &
  pid=$!
}
stop() { kill "$pid"; wait "$pid" 2>/dev/null || true; }
address() { sed -n 's/.*"address": "\(http[^"]*\)".*/\1/p' "$dir/demo/demo.json"; }
start
until grep -q 'stop with' "$dir/out"; do kill -0 "$pid"; sleep 0.2; done
stop
best=999999
for turn in 1 2 3 4 5; do
  rm -f "$dir/out"
  began=$(date +%s%N)
  start
  until [ -s "$dir/out" ] && curl -fs -o /dev/null "$(address)/healthz"; do sleep 0.005; done
  took=$((($(date +%s%N) - began) / 1000000))
  [ "$took" -lt "$best" ] && best=$took
  [ "$turn" = 5 ] || stop
done
say "start to first answer, existing file, best of 5" "$(awk "BEGIN{printf \"%.2f\", $best/300}")" "<= 1" "of 300 ms"
curl -fs -o /dev/null "$(address)/"
sleep 20
rss=$(awk '/VmRSS/ {print $2}' "/proc/$pid/status")
say "memory at rest, 20 s after the first page" "$(awk "BEGIN{printf \"%.2f\", $rss/(60*1024)}")" "<= 1" "of 60 MiB"
page=$(curl -fs -H 'Accept-Encoding: br, gzip' "$(address)/verify" | wc -c)
css=$(ls -S internal/web/dist/app.*.css.br | head -1 | xargs stat -c %s)
js=$(ls -S internal/web/dist/app.*.js.br | head -1 | xargs stat -c %s)
say "ordinary page with style and script" "$(awk "BEGIN{printf \"%.2f\", ($page+$css+$js)/(35*1024)}")" "<= 1" "of 35 kB"
