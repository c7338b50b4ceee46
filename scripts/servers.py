"""Run the tests against PostgreSQL 16 and 18 as servers over TCP with SCRAM (`make test-servers`)."""

import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.servers import server

VERSIONS = (16, 18)


def main() -> int:
    """Both versions side by side, each with a server of its own; exit status 1 when one fails.

    One process to a server: what a transaction of another database leaves open would hold back the sealer.
    """
    arguments = sys.argv[1:] or ["-q", "--ignore=tests/process", "--ignore=tests/browser"]
    with contextlib.ExitStack() as running:
        runs = []
        for version in VERSIONS:
            environment = {**os.environ, **running.enter_context(server(version)).environment}
            output = running.enter_context(tempfile.TemporaryFile("w+"))
            started = subprocess.Popen(
                [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            runs.append((version, started, output))
        return max([_told(*run) for run in runs])


def _told(version: int, run: subprocess.Popen[bytes], output: IO[str]) -> int:
    """Wait for a run and print what it printed."""
    failed = run.wait() != 0
    output.seek(0)
    print(f"PostgreSQL {version}\n{output.read()}", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
