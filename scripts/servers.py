"""Run the tests against PostgreSQL 16 and 18 as servers over TCP with SCRAM (`make test-servers`)."""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.servers import server

VERSIONS = (16, 18)


def main() -> int:
    """Exit status 1 when a version fails."""
    failed = []
    for version in VERSIONS:
        print(f"PostgreSQL {version}", flush=True)
        with server(version) as running:
            environment = {**os.environ, **running.environment}
            arguments = sys.argv[1:] or ["-q", "-n", "2", "--ignore=tests/process", "--ignore=tests/browser"]
            ran = subprocess.run([sys.executable, "-m", "pytest", *arguments], env=environment, check=False)
            if ran.returncode:
                failed.append(version)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
