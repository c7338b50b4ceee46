"""A council’s minutes as they were published, read into structs: who was there, what was voted, who stood aside.

The format is that of City-Council-Minutes (BoulderPublicData): one object for each meeting with `attendees`, a
`consent_agenda` voted as a whole, `misc_motion`, `callup_checkin` without a vote, and `public_hearings`. It was written
by hand: names are misspelt, a comma stands where none may, remarks stand among the names. What cannot be read as it
stands is kept as a remark and never guessed.
"""

import csv
import difflib
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec

FILE = "city-council-minutes.json"
ROLL_CALLS = "city-council-votes.csv"
_ROLL_CALL = {"Yea": "yes", "Nay": "no", "Abstain": "abstain"}
_OF_ITEM = {"date", "doc_number", "title"}
_LIKE = 0.8
_OFTEN, _MANY = 3, 10
_PLACEHOLDERS = {"description:", "", "NAN"}
_NOBODY = {"none", "n/a", "nan", "[]", ""}
_RECUSED = re.compile(r"(?:Mayor|Council Member|Councilmember)\s+(\w+)\s+RECUSED", re.IGNORECASE)
_TRAILING_COMMA = re.compile(r",(\s*[\]}])")


class Motion(msgspec.Struct, frozen=True, kw_only=True):
    """An item of the agenda with how members voted: `yes`, `no`, `abstain`. On an item without votes nobody voted."""

    number: str
    title: str
    votes: Mapping[str, str] = msgspec.field(default_factory=dict)
    recused: tuple[str, ...] = ()


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """One meeting. `voters` took part in a vote, `present` stand on the list of those who attended."""

    day: date
    present: tuple[str, ...]
    motions: tuple[Motion, ...]
    remarks: tuple[str, ...]

    @property
    def members(self) -> list[str]:
        """Everyone who attended, voted or stood aside."""
        named = {name for motion in self.motions for name in (*motion.votes, *motion.recused)}
        return sorted({*self.present, *named})


def read_council(text: str) -> list[Held]:
    """The meetings of a file, the earliest first; of several on a day in the order of the file."""
    rows = json.loads(_TRAILING_COMMA.sub(r"\1", text))
    known = _members(rows)
    return sorted((_held(row, known) for row in rows), key=lambda held: held.day)


def read_roll_calls(text: str) -> list[Held]:
    """The meetings of a table of roll calls: a row for each item, a column for each member; one meeting for each day.

    The format is that of pdxcouncilvotes: `date`, `doc_number`, `title`, then who voted `Yea`, `Nay`, `Abstain`, or was
    `Absent`. Whoever voted on anything of a day was present.
    """
    days: dict[str, list[Motion]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        votes = {name: _ROLL_CALL[said] for name, said in row.items() if said in _ROLL_CALL and name not in _OF_ITEM}
        days.setdefault(row["date"], []).append(Motion(number=row["doc_number"], title=row["title"], votes=votes))
    return [
        Held(
            day=date.fromisoformat(day),
            present=tuple(sorted({name for motion in motions for name in motion.votes})),
            motions=tuple(motions),
            remarks=(),
        )
        for day, motions in sorted(days.items())
    ]


def _names(said: Iterable[str]) -> Iterable[str]:
    for cell in said:
        for part in cell.split(","):
            yield re.sub(r"^\w+:\s*", "", part).split(" - ")[0].split(" on ")[0].strip(" &.")


def _members(rows: list[dict[str, Any]]) -> list[str]:
    """Who the members are: names that stand often; the less usual spelling of a name is that name."""
    seen = Counter(name for row in rows for name in _names(row["attendees"]))
    seen += Counter(name for row in rows for name in _names(row.get("consent_agenda", {}).get("yeas", [])))
    found: list[str] = []
    for name, times in seen.most_common():
        if name and times >= (_OFTEN if len(rows) > _MANY else 1) and not _close(name, found):
            found.append(name)
    return found


def _close(name: str, among: list[str]) -> str | None:
    return next(iter(difflib.get_close_matches(name, among, 1, _LIKE)), None)


def _held(row: dict[str, Any], known: list[str]) -> Held:
    remarks: list[str] = []
    present = _read(row["attendees"], known, [], remarks)
    motions: list[Motion] = []
    for part in ("misc_motion", "consent_agenda"):
        voted = row.get(part) or {}
        votes = _votes(voted, known, present, remarks)
        for title in voted.get("items", []):
            motions.append(_motion(len(motions) + 1, title, votes, known))
    for title in row.get("callup_checkin", []):
        motions.append(_motion(len(motions) + 1, title, {}, known))
    for hearing in row.get("public_hearings", []):
        name = _joined(hearing.get("name", ""))
        if name in _PLACEHOLDERS:
            remarks.append("an empty form")
            continue
        title = ": ".join(part for part in (name, _joined(hearing.get("description", ""))) if part not in _PLACEHOLDERS)
        motions.append(_motion(len(motions) + 1, title, _votes(hearing, known, present, remarks), known))
    return Held(
        day=date.fromisoformat(row["date"]), present=tuple(present), motions=tuple(motions), remarks=tuple(remarks)
    )


def _joined(said: str | list[str]) -> str:
    return said if isinstance(said, str) else "; ".join(said)


def _motion(number: int, title: str, votes: Mapping[str, str], known: list[str]) -> Motion:
    recused = tuple(found for found in (_close(name, known) for name in _RECUSED.findall(title)) if found)
    return Motion(number=str(number), title=" ".join(title.split()), votes=votes, recused=recused)


def _votes(voted: dict[str, Any], known: list[str], present: list[str], remarks: list[str]) -> dict[str, str]:
    """How each voted; of somebody who stands on both sides nothing is taken."""
    yes = _read(voted.get("yeas", []), known, present, remarks)
    no = _read(voted.get("nays", []), known, present, remarks)
    both = set(yes) & set(no)
    remarks.extend(f"{name} stands on both sides" for name in sorted(both))
    return {name: choice for names, choice in ((yes, "yes"), (no, "no")) for name in names if name not in both}


def _read(said: list[str], known: list[str], present: list[str], remarks: list[str]) -> list[str]:
    found: list[str] = []
    for name in _names(said):
        if name.casefold() == "all":
            found.extend(present)
        elif name.casefold() not in _NOBODY:
            member = _close(name, known)
            found.extend([member] if member else [])
            remarks.extend([] if member else [f"not a member: {name}"])
    return list(dict.fromkeys(found))
