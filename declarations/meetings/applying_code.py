"""The code that applies to a meeting, as it is put before those who take part, and the version they acknowledge."""

import hashlib
from datetime import date

import msgspec

from declarations.codes.library import shipped
from declarations.codes.model import Code, Rule
from declarations.meetings.model import Meeting, Participant
from register.kernel.message import Message

_KEEPS_CONFIDENCE = frozenset({"interpol-meetings-2023"})
"""Codes that say that what is learned for a meeting stays confidential, also after it (INTERPOL 10)."""


class ApplyingCode(msgspec.Struct, frozen=True):
    """The text that is acknowledged; a body without a code of the register brings its own rules, in its own words."""

    name: str
    version: str
    """Changes with every word of the text, so that nobody has acknowledged what they never read."""
    title: Message | None
    day: date | None
    rules: tuple[Rule, ...]
    own_rules: str
    keeps_confidence: bool


def applying_code(meeting: Meeting) -> ApplyingCode:
    """The code of a meeting as it reads now."""
    code = shipped().codes.get(meeting.code)
    if code is None:
        version = _version("own-rules", meeting.code + meeting.own_rules, None)
        return ApplyingCode(meeting.code, version, None, None, (), meeting.own_rules, keeps_confidence=False)
    day = _day(code)
    text = "\n".join(f"{rule.clause} {rule.text.id}" for rule in code.rules) + meeting.own_rules
    version = _version(code.name, text, day)
    confidence = code.name in _KEEPS_CONFIDENCE
    return ApplyingCode(code.name, version, code.title, day, code.rules, meeting.own_rules, confidence)


def has_acknowledged(who: Participant, meeting: Meeting) -> bool:
    """Whether somebody has acknowledged the code of their meeting as it reads now."""
    return who.acknowledged_at is not None and who.acknowledged_code == applying_code(meeting).version


def _day(code: Code) -> date | None:
    days = [each.day for each in code.instruments if each.day is not None]
    return code.in_force_from or (max(days) if days else None)


def _version(name: str, text: str, day: date | None) -> str:
    """At most 60 characters: name, day and a digest of the words."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return f"{name[:32]} {day.isoformat() if day else ''}".strip() + f" {digest}"
