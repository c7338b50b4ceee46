#!/bin/sh
# The browser tests need Debian's chromium; it is installed here where that is possible without asking.
set -eu
if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || [ -n "${CHROMIUM:-}" ]; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing chromium for the browser tests …" >&2
    apt-get install -y -q chromium >/dev/null || { apt-get update -q >/dev/null && apt-get install -y -q chromium >/dev/null; }
else
    echo "The browser tests need the package chromium, or CHROMIUM=/path/to/it." >&2
    exit 2
fi
