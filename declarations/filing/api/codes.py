"""The codes and what awaits a person, for programs; the same services as the pages."""

from datetime import date
from decimal import Decimal

import msgspec
from litestar import get
from litestar.params import FromPath

from declarations.codes.model import Code, Figure, Profile, Rule
from declarations.codes.service import codes_in_use
from declarations.filing.awaiting import awaited
from declarations.filing.service.waiting import waiting_for
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import NotFound
from register.kernel.i18n import say

_TAGS = ["Codes"]


class RuleOut(msgspec.Struct, frozen=True):
    """A rule: its paragraph, what it says, and what follows where it applies."""

    id: str
    clause: str
    force: str
    effect: str
    authority: str | None
    text: str
    quoted: bool
    source: str

    @classmethod
    def of(cls, rule: Rule) -> "RuleOut":
        """The rule in the reader's language."""
        return cls(
            id=rule.id,
            clause=rule.clause,
            force=rule.force,
            effect=rule.effect,
            authority=rule.authority,
            text=say(rule.text),
            quoted=rule.quoted,
            source=say(rule.citation.instrument),
        )


class FigureOut(msgspec.Struct, frozen=True):
    """A threshold with its comparison and its source."""

    name: str
    amount: Decimal
    comparator: str
    period: str | None
    when: dict[str, list[str | bool]]
    source: str
    approved_by: str

    @classmethod
    def of(cls, figure: Figure) -> "FigureOut":
        """The figure for programs."""
        return cls(
            name=figure.name,
            amount=figure.amount,
            comparator=figure.comparator,
            period=figure.period,
            when={fact: sorted(values, key=str) for fact, values in figure.when},
            source=say(figure.citation.instrument),
            approved_by=figure.approved_by,
        )


class CodeOut(msgspec.Struct, frozen=True):
    """A code with its rules, or a profile with the thresholds of its newest version."""

    name: str
    title: str
    in_force_from: date | None
    rules: list[RuleOut]
    currency: str | None = None
    figures: list[FigureOut] = []

    @classmethod
    def of_code(cls, code: Code) -> "CodeOut":
        """A code of conduct."""
        return cls(code.name, say(code.title), code.in_force_from, list(map(RuleOut.of, code.rules)))

    @classmethod
    def of_profile(cls, profile: Profile) -> "CodeOut":
        """A profile; its rules are those of its codes and its own."""
        version = profile.versions[-1]
        rules = {rule.id: RuleOut.of(rule) for rules in version.rules.values() for rule in rules}
        return cls(
            name=profile.name,
            title=say(profile.title),
            in_force_from=version.effective_from,
            rules=list(rules.values()),
            currency=version.currency,
            figures=list(map(FigureOut.of, version.figures)),
        )


class CodeName(msgspec.Struct, frozen=True):
    """A code or a profile that can be read."""

    name: str
    title: str
    kind: str


class AwaitedOut(msgspec.Struct, frozen=True):
    """A declaration in which the person has something to do, and what."""

    reference: str
    status: str
    sentence: str


@get("/api/v1/codes", opt={"action": "code.read"}, tags=_TAGS)
async def list_codes(request: AnyRequest) -> list[CodeName]:
    """Every code and every profile."""
    library = await codes_in_use(identity_of(request))
    codes = [CodeName(code.name, say(code.title), "code") for code in library.codes.values()]
    return codes + [CodeName(each.name, say(each.title), "profile") for each in library.profiles.values()]


@get("/api/v1/codes/{code:str}", opt={"action": "code.read"}, tags=_TAGS)
async def read_code(request: AnyRequest, code: FromPath[str]) -> CodeOut:
    """One code with its rules, or one profile with its thresholds."""
    library = await codes_in_use(identity_of(request))
    if code in library.codes:
        return CodeOut.of_code(library.codes[code])
    if code in library.profiles:
        return CodeOut.of_profile(library.profiles[code])
    raise NotFound


@get("/api/v1/awaiting", opt={"action": "start.view"}, tags=["Declarations"])
async def list_awaiting(request: AnyRequest) -> list[AwaitedOut]:
    """The declarations in which something is awaited from the person, the oldest first."""
    identity = identity_of(request)
    return [
        AwaitedOut(found.reference, found.status, say(awaited(found, identity.person).sentence))
        for found in await waiting_for(identity)
    ]


codes_api = [list_codes, read_code, list_awaiting]
