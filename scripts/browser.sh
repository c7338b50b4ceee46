#!/bin/sh
# The browser tests need Debian's chromium, and tests of printed pages a reader of PDFs (poppler-utils): both are installed here where
# that is possible without asking. The build of chromium without windows is wanted first: the same engine, in two thirds of the time.
set -eu
shell=chromium-headless-shell
fonts="fonts-liberation fonts-dejavu"
has() { command -v "$1" >/dev/null; }
is_root() { [ "$(id -u)" = 0 ] && has apt-get; }
install() {
    echo "Installing $1 for the tests …" >&2
    apt-get install -y -q "$@" >/dev/null 2>&1 || { apt-get update -q >/dev/null 2>&1 && apt-get install -y -q "$@" >/dev/null 2>&1; }
}
if ! has pdftotext; then
    { is_root && install poppler-utils; } || echo "Without the package poppler-utils the tests that read PDFs are skipped." >&2
fi
if has "$shell" || [ -n "${CHROMIUM:-}" ]; then
    exit 0
fi
# shellcheck disable=SC2086  # two packages
if is_root && { install "$shell" $fonts || install chromium $fonts; }; then
    exit 0
fi
if has chromium || has chromium-browser; then
    exit 0
fi
echo "The browser tests need the package chromium-headless-shell or chromium, or CHROMIUM=/path/to/it." >&2
exit 2
