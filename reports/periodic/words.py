"""What a periodic report is called, how it may travel, and the words that stand on every form of it."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from register.kernel.i18n import Locale, Message, msg, pmsg, say
from reports.periodic.model import Profile

PROFILES: Mapping[str, Message] = {
    Profile.GENERAL_ASSEMBLY: msg("Report on ethics declarations to the General Assembly"),
    Profile.EXECUTIVE_COMMITTEE: msg("Report on ethics declarations to the Executive Committee"),
    Profile.PUBLIC: msg("Public report on ethics declarations"),
}
CLASSIFICATION: Mapping[str, Message] = {
    Profile.GENERAL_ASSEMBLY: pmsg("classification", "For official use only"),
    Profile.EXECUTIVE_COMMITTEE: pmsg("classification", "For official use only"),
    Profile.PUBLIC: pmsg("classification", "Public"),
}
WITHHELD = msg("* Withheld: the number is small, or would give a small one away.")
NOTHING_CORRECTED = msg("No number differs from those of the report that it corrects.")
CORRECTED_NUMBERS = msg("Every number that this report says otherwise than the report that it corrects.")


class Beside(msgspec.Struct, frozen=True):
    """A released report by its symbol, else its id, and its period."""

    name: str
    since: date
    until: date


def not_beside(released: Iterable[Beside]) -> Message:
    """Why a rendering that is not released stays in the office."""
    named = [msg("%(report)s (%(since)s to %(until)s)", report=r.name, since=r.since, until=r.until) for r in released]
    return msg(
        "It is not released and must not be published beside %(reports)s: numbers that are withheld could be worked"
        " out from both.",
        reports=named,
    )


_LONGEST_SYMBOL = 60
_CORRECTION = re.compile(r"/Corr\.([0-9]{1,3})$")


def symbol_of_correction(symbol: str) -> str:
    """The symbol that a correction takes, as the United Nations give them: of A/81/12 A/81/12/Corr.1, then Corr.2."""
    found = _CORRECTION.search(symbol)
    stem, number = (symbol[: found.start()], int(found[1]) + 1) if found else (symbol, 1)
    proposed = f"{stem}/Corr.{number}"
    return proposed if symbol and len(proposed) <= _LONGEST_SYMBOL else symbol


def period(since: date, until: date, locale: Locale) -> str:
    """The period in words."""
    return say(msg("%(since)s to %(until)s", since=since, until=until), locale)
