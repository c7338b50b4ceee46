"""A sandbox: the newest version of a profile with changed terms and rules, to be tried and never in force. Pure."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

import msgspec

from declarations.codes.library import Library
from declarations.codes.model import Profile, ProfileVersion, Rule
from declarations.codes.reading import NotLoadable, Reader, check_table, read_rules
from declarations.codes.terms import FigureTerms, Terms, follow
from declarations.codes.vocabulary import Kind
from register.kernel.currency import CURRENCIES
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import Message, msg

LONGEST_RULES = 50_000
_MOST, _DECIMALS = Decimal(10**15), 6
_UNREADABLE = (ValueError, TypeError, AttributeError, KeyError, RecursionError)
"""What reading of a hostile text may raise; NotLoadable and the errors of TOML are ValueErrors."""


class Sandbox(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is tried: a profile on other terms, without some rules, with others, and with rules written for it."""

    profile: str
    terms: Terms
    off: tuple[str, ...] = ()
    """Rules of the profile, by id, that do not apply."""
    on: tuple[str, ...] = ()
    """Shipped rules, by id, that apply beside those of the profile."""
    added: str = ""
    """Further rules (`PRE-…`) as the text of a TOML file, checked as every rule is."""


def sandbox_version(sandbox: Sandbox, library: Library) -> ProfileVersion:
    """The version that a sandbox describes. Raises Invalid by field: `profile`, `off`, `on`, `added`, `figure.…`."""
    base = _profile(sandbox, library).versions[-1]
    _refuse_unusable(sandbox.terms)
    present = {rule.id: rule for rules in base.rules.values() for rule in rules}
    offered = {name: rule for name, rule in library.presets.items() if name not in present}
    _refuse_unknown("off", sandbox.off, present)
    _refuse_unknown("on", sandbox.on, offered)
    own = _added(sandbox.added, {*present, *offered}, base.profile)
    further = [*(offered[name] for name in sandbox.on), *own]
    return follow(msgspec.structs.replace(base, rules=_rules(base, frozenset(sandbox.off), further)), sandbox.terms)


def _profile(sandbox: Sandbox, library: Library) -> Profile:
    if sandbox.profile not in library.profiles:
        raise Invalid(fields=[FieldError("profile", msg("There is no profile of this name."))])
    return library.profiles[sandbox.profile]


def _refuse_unusable(terms: Terms) -> None:
    """Terms come from programs too: amounts that can be compared, facts that exist, days of the calendar."""
    faults = []
    if terms.currency is not None and terms.currency not in CURRENCIES:
        faults.append(FieldError("currency", msg("Write the three letters of a currency, such as USD.")))
    if not all(map(_is_amount, [*(figure.amount for figure in terms.figures), *terms.value_bands])):
        faults.append(FieldError("figures", msg("Amounts are finite and not negative.")))
    if not all(_names_facts(figure) for figure in terms.figures):
        faults.append(FieldError("figures", msg("A figure names facts or values that do not exist.")))
    try:
        date(2001, *terms.reporting_year_starts)
    except ValueError:
        sentence = msg("Write the day and the month on which the reporting year starts, such as 1 and 1.")
        faults.append(FieldError("reporting_year_starts", sentence))
    if faults:
        raise Invalid(fields=faults)


def _is_amount(amount: Decimal) -> bool:
    return amount.is_finite() and 0 <= amount < _MOST and amount == round(amount, _DECIMALS)


def _names_facts(figure: FigureTerms) -> bool:
    try:
        kinds = [Kind(str(kind)) for kind in figure.when.get("kind", [Kind.GIFT])]
        check_table(Reader("figure", {}), figure.when, kinds)
    except _UNREADABLE:
        return False
    return len(kinds) == 1


def _refuse_unknown(name: str, wanted: Iterable[str], known: Mapping[str, Rule]) -> None:
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        sentence = msg("There is no such rule: %(rules)s.", rules=list(unknown))
        raise Invalid(fields=[FieldError(name, sentence)])


def _added(text: str, taken: set[str], profile: str) -> list[Rule]:
    if not text.strip():
        return []
    if len(text) > LONGEST_RULES:
        raise _not_usable(msg("The text is too long."))
    try:
        raw = Reader("rules", tomllib.loads(text))
        found = read_rules(raw, profile)
        raw.done()
    except _UNREADABLE as error:
        reason = str(error)[:300] if isinstance(error, NotLoadable | tomllib.TOMLDecodeError) else type(error).__name__
        raise _not_usable(msg("The rules cannot be used: %(reason)s", reason=reason)) from error
    ids = [rule.id for rule in found]
    repeated = sorted({name for name in ids if name in taken or ids.count(name) > 1})
    if repeated:
        raise _not_usable(msg("These rules exist already: %(rules)s.", rules=list(repeated)))
    return found


def _not_usable(sentence: Message) -> Invalid:
    return Invalid(fields=[FieldError("added", sentence)])


def _rules(base: ProfileVersion, off: frozenset[str], further: list[Rule]) -> dict[Kind, tuple[Rule, ...]]:
    """The rules by kind; a kind of which only a further rule speaks is judged by that rule."""
    covered = set(base.rules) | {kind for rule in further for kind in rule.kinds}
    return {
        kind: (
            *(rule for rule in base.rules.get(kind, ()) if rule.id not in off),
            *(msgspec.structs.replace(rule, code=base.profile) for rule in further if kind in rule.kinds),
        )
        for kind in Kind
        if kind in covered
    }
