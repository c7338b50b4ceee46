#!/bin/sh
# The browser tests need Debian's chromium; it is installed here where that is possible without asking.
# Its build without windows is wanted first: the same engine, and the tests take two thirds of the time.
set -eu
shell=chromium-headless-shell
if command -v "$shell" >/dev/null || [ -n "${CHROMIUM:-}" ]; then
    exit 0
fi
install() { apt-get install -y -q "$@" >/dev/null 2>&1; }
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing chromium for the browser tests …" >&2
    install "$shell" fonts-liberation fonts-dejavu || { apt-get update -q >/dev/null && install "$shell" fonts-liberation fonts-dejavu; } || true
fi
if command -v "$shell" >/dev/null || command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && install chromium fonts-liberation fonts-dejavu; then
    exit 0
fi
echo "The browser tests need the package chromium-headless-shell or chromium, or CHROMIUM=/path/to/it." >&2
exit 2
