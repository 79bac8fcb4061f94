#!/usr/bin/env bash
# Everything that CI checks, in the order in which it fails fastest.
set -eu
cd "$(dirname "$0")/.."
export CGO_ENABLED=0
step() { printf '\n== %s (%ss)\n' "$*" "$SECONDS"; }

step set-up
./scripts/setup.sh
for d in /usr/lib/postgresql/*/bin; do
  [ -d "$d" ] && case ":$PATH:" in *":$d:"*) ;; *) PATH="$PATH:$d" ;; esac
done
export PATH

step assets
make --no-print-directory assets

step form
make --no-print-directory lint

step program
make --no-print-directory build
bin/opencites version

step "Go tests, both engines"
go test -timeout 40m ./...

step "fuzz, a minute"
for t in ./seal:FuzzSeal ./epermit/v2:FuzzRead; do
  go test "${t%%:*}" -run '^$' -fuzz "^${t##*:}\$" -fuzztime 30s
done

step "pages in Chromium"
make --no-print-directory e2e

step done
