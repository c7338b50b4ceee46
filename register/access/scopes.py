"""What a key for programs may be used for: the least that the program needs, chosen when the key is made.

A key never opens more than the roles of its owner; a scope only narrows. An action whose area is not listed here is
no program's at all.
"""

from collections.abc import Mapping
from types import MappingProxyType

from register.kernel.message import Message, pmsg

_AREAS: Mapping[str, str] = MappingProxyType(
    {
        "start": "declarations",
        "precheck": "declarations",
        "gift": "declarations",
        "draft": "declarations",
        "declaration": "declarations",
        "advice": "declarations",
        "standing": "declarations",
        "separation": "declarations",
        "asset": "declarations",
        "case": "desk",
        "measure": "desk",
        "designation": "desk",
        "statement": "desk",
        "leaver": "desk",
        "aside": "desk",
        "advising": "desk",
        "legacy": "desk",
        "absence": "desk",
        "words": "desk",
        "party": "directory",
        "code": "directory",
        "guidance": "directory",
        "rate": "directory",
        "profile": "directory",
        "meeting": "meetings",
        "vote": "meetings",
        "presiding": "meetings",
        "minutes": "meetings",
        "export": "reports",
        "report": "reports",
        "people": "administration",
        "role": "administration",
        "assistant": "administration",
        "delegation": "administration",
        "mail": "administration",
        "reading_log": "audit",
        "ledger": "audit",
        "count": "audit",
        "engagement": "engagements",
    }
)
"""The part of the register that each action belongs to, by what stands before its dot."""

_READING = frozenset(
    {"read", "list", "queue", "readings", "suggest", "ask", "proposals", "search", "verify", "failed", "view"}
    | {"evidence", "letter", "giver_letter", "words"}
)
"""What stands after the dot of an action that changes nothing but the log of readings."""

_NAMED: Mapping[str, str] = MappingProxyType(
    {
        "case.ask": "desk.change",
        "case.standing": "desk.read",
        "link.issue": "administration.change",
        "advice.ask": "declarations.change",
        "advising.count": "desk.read",
        "report.public": "reports.read",
        "engagement.download": "engagements.read",
        "engagement.unmasked": "engagements.read",
    }
)
"""Where the word misleads: questions are kept; a count changes nothing; of links, only issuing one keeps people."""

ALWAYS = frozenset({"health.read", "static.read", "schema.read", "account.read"})
"""Open to every key: whose it is, and how the interface is described."""

SCOPES: Mapping[str, Message] = MappingProxyType(
    {
        "declarations.read": pmsg("scope", "Read my declarations of every kind, and ask the rules beforehand"),
        "declarations.change": pmsg("scope", "Declare, answer and amend"),
        "desk.read": pmsg("scope", "Read the cases of the desk"),
        "desk.change": pmsg("scope", "Act on the cases of the desk"),
        "meetings.read": pmsg("scope", "Read the meetings that I keep or preside over"),
        "meetings.change": pmsg("scope", "Keep the meetings that I keep or preside over"),
        "directory.read": pmsg("scope", "Read the codes, thresholds, rates and parties"),
        "directory.change": pmsg("scope", "Change thresholds, rates and parties"),
        "reports.read": pmsg("scope", "Export reports"),
        "reports.change": pmsg("scope", "Prepare and release periodic reports"),
        "administration.read": pmsg("scope", "Read people and roles"),
        "administration.change": pmsg("scope", "Change people and roles"),
        "audit.read": pmsg("scope", "Verify the register and read the log of readings"),
        "engagements.read": pmsg("scope", "Read audit engagements and fetch their extracts"),
        "engagements.change": pmsg("scope", "Record audit engagements, ask for extracts, ask and answer for unmasking"),
    }
)
"""Every scope and what it lets a program do; the names are the database and the interface."""


def scope_of(action: str) -> str | None:
    """The scope that opens an action to a key; None where no key ever opens it."""
    if action in _NAMED:
        return _NAMED[action]
    area, _, word = action.partition(".")
    kept = _AREAS.get(area)
    if kept == "audit" or area == "export":
        return f"{kept}.read"
    return f"{kept}.{'read' if word in _READING else 'change'}" if kept else None


def opens(scopes: frozenset[str] | None, action: str) -> bool:
    """Whether scopes open an action; None stands for a person who is signed in, whom no scope narrows."""
    return scopes is None or action in ALWAYS or scope_of(action) in scopes
