"""What a declaration may be used for without asking the person again (ICSC 24 c; ISO Code of Ethics, c7)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from register.kernel.i18n import Message, pmsg


class Purpose(StrEnum):
    """A defined purpose; it is stored with each declaration as it stood when that was filed."""

    ASSESSMENT = "assessment"
    DECISION = "decision"
    PERIODIC_REPORT = "periodic_report"


PURPOSES: tuple[str, ...] = tuple(purpose.value for purpose in Purpose)
"""Those of a declaration that is filed now; whoever files it reads them first."""

_WORDS: Mapping[str, Message] = {
    Purpose.ASSESSMENT: pmsg("purpose", "To see what the codes ask for, beside what else names the same party"),
    Purpose.DECISION: pmsg("purpose", "To decide it, and to follow up what was decided"),
    Purpose.PERIODIC_REPORT: pmsg("purpose", "For reports and audits, without names"),
}


def told(purposes: Iterable[str]) -> list[Message]:
    """The purposes in words."""
    return [_WORDS[purpose] for purpose in purposes]
