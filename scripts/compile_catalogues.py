"""Write messages.mo beside each messages.po, so that a process need not compile them when it starts."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from register.kernel.catalogue import FOLDER, compiled

for po in sorted(FOLDER.glob("*/LC_MESSAGES/messages.po")):
    po.with_suffix(".mo").write_bytes(compiled(po))
