#!/bin/sh
# Make .venv with the hashed pins of `run` or `dev`; where Python lacks ensurepip, its package is installed as root.
set -eu
wanted="$1"
python="${PYTHON:-python3}"

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Python 3.11 or newer is needed; set PYTHON to one." >&2
    exit 2
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    package="python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get install -y -q "$package" >/dev/null || { apt-get update -q >/dev/null && apt-get install -y -q "$package" >/dev/null; }
    else
        echo "The package $package is needed; install it and start again." >&2
        exit 2
    fi
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
echo "Installing what the register needs (once) …" >&2
.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "requirements/$wanted.txt"
.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
.venv/bin/python scripts/compile_catalogues.py
touch .venv/ready
[ "$wanted" = run ] || touch .venv/ready-dev
