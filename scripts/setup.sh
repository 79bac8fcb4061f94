#!/usr/bin/env bash
# What the tests need beside Go and Node: Chromium, poppler, typefaces for looking
# at pages, and the server programs of PostgreSQL. Installs what is missing where it
# may (root on Debian), otherwise prints the line to run.
set -u
packages=()
command -v chromium >/dev/null 2>&1 || packages+=(chromium)
command -v pdftoppm >/dev/null 2>&1 || packages+=(poppler-utils)
command -v git >/dev/null 2>&1 || packages+=(git)
fc-list 2>/dev/null | grep -qi 'NotoSansArabic\|Noto Sans Arabic' || packages+=(fonts-noto-core)
if ! command -v initdb >/dev/null 2>&1 && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
  packages+=(postgresql)
fi
[ ${#packages[@]} -eq 0 ] && exit 0
line="apt-get update && apt-get install -y --no-install-recommends ${packages[*]}"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  echo "installing: ${packages[*]}"
  if apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null; then
    exit 0
  fi
fi
echo "These are missing: ${packages[*]}. Install them with:" >&2
echo "  sudo sh -c '$line'" >&2
[ "${CI:-}" = true ] && exit 1
exit 0
