#!/bin/sh
# The tests of the proxy start Debian's nginx. It is unpacked here, not installed: no service begins, no rights are needed.
set -eu
if command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || [ -x .venv/nginx/usr/sbin/nginx ]; then
    exit 0
fi
fetch() { (cd "$folder" && apt-get download -q nginx >/dev/null 2>&1); }
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
if command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null; then
    chmod 755 "$folder"
    fetch || { [ "$(id -u)" = 0 ] && apt-get update -q >/dev/null && fetch; } || true
    for package in "$folder"/*.deb; do
        [ ! -e "$package" ] || dpkg-deb -x "$package" .venv/nginx
    done
fi
[ -x .venv/nginx/usr/sbin/nginx ] || echo "Without the package nginx the tests of the proxy are skipped." >&2
