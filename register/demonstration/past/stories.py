"""The words of the history: what was given, done and asked, in four languages."""

import random
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

import msgspec

from declarations.review.three_tests import TESTS

_HERE = Path(__file__).parent
_NOT_SO = ("uses_resources", "uses_information", "uses_name", "for_party_or_campaign")
Said = Mapping[str, str]
"""Words by language."""


class Given(msgspec.Struct, frozen=True):
    """A category of gifts: how often, between which amounts, and in which words."""

    share: float
    value: tuple[int, int]
    words: Mapping[str, tuple[str, ...]]


class Gifts(msgspec.Struct, frozen=True):
    """The file of gifts."""

    category: Mapping[str, Given]
    circumstances: Mapping[str, tuple[str, ...]]
    before_vote: Mapping[str, tuple[str, ...]]


class Activity(msgspec.Struct, frozen=True):
    """An outside activity."""

    of_class: str = msgspec.field(name="class")
    share: float
    position: Said
    words: Said


class Conflict(msgspec.Struct, frozen=True):
    """A conflict of interest."""

    domain: str
    share: float
    holder: str
    words: Said
    no: tuple[str, ...] = ()
    """What else this domain asks, answered with no."""


class Approval(msgspec.Struct, frozen=True):
    """A request in a matter of duty."""

    subject: str
    share: float
    words: Said
    yes: tuple[str, ...] = ()
    """What else this subject asks, answered with yes."""


class Advice(msgspec.Struct, frozen=True):
    """What the office is asked, and what it says."""

    question: Said
    answer: Said
    noted: Said
    topics: tuple[str, ...]
    channels: tuple[str, ...]


class _Shared(Protocol):
    @property
    def share(self) -> float: ...


T = TypeVar("T", bound=_Shared)


class Stories(msgspec.Struct, frozen=True):
    """Both files."""

    gifts: Gifts
    activities: tuple[Activity, ...]
    conflicts: tuple[Conflict, ...]
    approvals: tuple[Approval, ...]
    advice: Advice
    desk: Mapping[str, Said]
    """What is written at the desk and by declarants on the way, by occasion."""

    @classmethod
    def read(cls) -> "Stories":
        """What the files say."""
        told = tomllib.loads((_HERE / "stories.toml").read_text("utf-8"))
        return cls(
            gifts=msgspec.convert(tomllib.loads((_HERE / "gifts.toml").read_text("utf-8")), Gifts),
            activities=msgspec.convert(told["activity"], tuple[Activity, ...]),
            conflicts=msgspec.convert(told["conflict"], tuple[Conflict, ...]),
            approvals=msgspec.convert(told["approval"], tuple[Approval, ...]),
            advice=msgspec.convert(told["advice"], Advice),
            desk=told["desk"],
        )

    @property
    def activity_facts(self) -> dict[str, Any]:
        """What every activity of the history answers alike."""
        return {
            **dict.fromkeys(
                (*TESTS, "uses_resources", "uses_information", "uses_name", "for_party_or_campaign"), False
            ),
            **dict.fromkeys(("local_law_permits", "personal_capacity"), True),
            "during_leave": None,
        }

    @staticmethod
    def one(chance: random.Random, among: Sequence[T]) -> T:
        """One of them, by their shares."""
        return chance.choices(among, [each.share for each in among])[0]
