"""Whether the supervisor may be asked one question on a declaration, and what its declarant is told of that. Pure."""

from collections.abc import Iterable

from declarations.codes.decisions import ReviewClass
from declarations.filing.model import Declaration, Status, Step
from register.kernel.i18n import Message, msg

_WAITS = frozenset({Status.DRAFT, Status.SUBMITTED, Status.UNDER_REVIEW, Status.INFORMATION_REQUESTED})
_MAY_BE = msg(
    "The ethics office may ask the supervisor one question about it: the supervisor then reads the name and a few words"
    " on the matter, nothing else."
)
_MAY_BE_OF_PRESSURE = msg(
    "If it is an instruction or pressure from outside, the ethics office may ask the supervisor one question about it:"
    " the supervisor then reads the name and a few words on the matter, nothing else."
)
_WAS = msg(
    "The supervisor was asked one question about it, and read the name and the few words that the history shows."
)


def may_be_consulted(kind: str, review_class: str | None) -> bool:
    """Of an outside activity, and of an instruction or pressure from outside (ICSC 12, 45)."""
    return kind == "outside_activity" or review_class == ReviewClass.PRIORITY


def told_before_filing(kind: str, review_class: str | None = None) -> Message | None:
    """What a declarant reads before anything is sent; `review_class` once the draft was judged."""
    if may_be_consulted(kind, review_class):
        return _MAY_BE
    return _MAY_BE_OF_PRESSURE if kind == "conflict" and review_class is None else None


def told_once_filed(found: Declaration, steps: Iterable[Step]) -> Message | None:
    """The same of a filed declaration: that the supervisor was asked, or may still be."""
    if any(step.name == "declaration:opinion_asked" for step in steps):
        return _WAS
    waits = found.status in _WAITS and found.imported is None
    return _MAY_BE if waits and may_be_consulted(found.kind, found.review_class) else None
