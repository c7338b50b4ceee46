"""`make bench`: each benchmark in turn, in a process of its own; fails when one of them does."""

import os
import subprocess
import sys
from collections.abc import Sequence

BENCHES: Sequence[tuple[str, ...]] = (
    ("tests.bench.matching",),
    ("tests.bench.evaluation", "200000"),
    ("tests.bench.what_if",),
    ("tests.bench.filing",),
    ("tests.bench.vote",),
    ("tests.bench.idle",),
    ("tests.bench.desk",),
    ("tests.bench.verification", os.environ.get("BENCH_EVENTS", "1000000")),
    ("tests.bench.report", os.environ.get("BENCH_ROWS", "1000000")),
    ("tests.bench.extract", os.environ.get("BENCH_ROWS", "1000000")),
)


def main() -> int:
    """Run those that are named, or all; the number of those that failed."""
    wanted = sys.argv[1:]
    failed = 0
    for module, *arguments in BENCHES:
        name = module.rpartition(".")[2]
        if wanted and name not in wanted:
            continue
        print(f"— {name}", flush=True)
        failed += subprocess.run([sys.executable, "-m", module, *arguments], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
