"""Names as lists of participants write them: the form of address, the given names, the family name.

Three styles are told apart: English (H.E. Mr. Juan DE LA TORRE), French (S.E. Mme Marie-Claire N’DIAYE) and Spanish
(Excmo. Sr. D. Juan García López), beside Arabic (سعادة السيدة أمينة الحداد). A family name in capitals is believed
first; without capitals it is the last name, with what belongs to it, and in the Spanish style the last two.
"""

import re
import unicodedata
from collections.abc import Sequence

import msgspec


class Name(msgspec.Struct, frozen=True):
    """A name in its parts; only the family name is always there."""

    honorific: str
    first_name: str
    family_name: str


_SPANISH = ("excmo", "excma", "sr", "sra", "srta", "d", "dna", "don", "dona", "embajador", "embajadora", "ilmo", "ilma")
_FORMS = frozenset(
    (
        *("h.e", "he", "h.e.", "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "amb", "ambassador", "sir"),
        *("dame", "lord", "lady", "hon", "honourable", "honorable", "the", "rt", "right", "hrh", "h.r.h", "hh", "h.h"),
        *("eng", "gen", "general", "col", "colonel", "capt", "minister", "judge", "justice", "msgr", "rev", "madam"),
        *("s.e", "s.e.m", "m", "mm", "mme", "mlle", "monsieur", "madame", "me", "pr", "ambassadeur", "ambassadrice"),
        *("s.a.r", "s.a", "son", "sa", "excellence", "exc", "excelencia", "his", "her", "su", "s.m"),
        *(*_SPANISH, "dra", "lic", "ing", "profa"),
        *("سعادة", "معالي", "فخامة", "دولة", "سمو", "صاحب", "صاحبة", "السمو", "الملكي", "السيد", "السيدة", "الآنسة"),
        *(
            "الدكتور",
            "الدكتورة",
            "د",
            "أ.د",
            "أ",
            "المهندس",
            "المهندسة",
            "م",
            "السفير",
            "السفيرة",
            "الأستاذ",
            "الأستاذة",
        ),
    )
)
_NEED_DOT = frozenset({"m", "d", "he", "me", "أ", "د", "م", "the", "sa", "su", "son", "his", "her", "pr", "s.e", "s.a"})
"""Forms that are names or words too: believed with their dot, or before another form of address."""
_BEFORE = frozenset(
    {"de", "del", "da", "do", "dos", "das", "di", "du", "des", "la", "las", "los", "le", "van", "von"}
) | {
    *(
        "der",
        "den",
        "ter",
        "ten",
        "zu",
        "al",
        "el",
        "bin",
        "ben",
        "ibn",
        "bint",
        "abu",
        "st",
        "san",
        "mac",
        "d",
        "y",
        "e",
    ),
    *("بن", "ابن", "بنت", "آل", "أبو", "ابو", "أبي", "عبد", "أم", "بو"),
}
"""What belongs to the name that follows it."""
_SPACED = re.compile(r"^([HS])\.\s+E\.")
"""H. E. and S. E. are one word each."""
_FOLLOWS = frozenset({"jr", "sr", "ii", "iii", "iv"})


def read_name(text: str) -> Name:
    """The parts of a name that stands in one cell; everything is kept as it was written."""
    words = _SPACED.sub(r"\1.E.", text.strip()).split()
    many = _address(words)
    honorific, rest = " ".join(words[:many]), words[many:]
    comma = next((at for at, word in enumerate(rest) if word.endswith((",", "،"))), None)
    if comma is not None and comma + 1 < len(rest):
        after = rest[comma + 1 :]
        more = _address(after)
        said = " ".join(filter(None, (honorific, *after[:more])))
        return Name(said, " ".join(after[more:]), " ".join(rest[: comma + 1]).rstrip(",،"))
    start, end = _family(rest, is_spanish=any(_bare(word) in _SPANISH for word in words[:many]))
    return Name(honorific, " ".join((*rest[:start], *rest[end:])), " ".join(rest[start:end]))


def without_address(text: str) -> tuple[str, str]:
    """The form of address at the beginning of a name that stands in columns of its own, and the rest."""
    words = _SPACED.sub(r"\1.E.", text.strip()).split()
    many = _address(words)
    return " ".join(words[:many]), " ".join(words[many:])


def _address(words: Sequence[str]) -> int:
    """How many words at the beginning are a form of address; one word always stays for the name."""
    many = 0
    while many < len(words) - 1 and _is_address(words, many):
        many += 1
    return many


def _is_address(words: Sequence[str], at: int) -> bool:
    word, bare = words[at], _bare(words[at])
    if not re.sub(r"\W", "", word):
        return at > 0
    if bare not in _FORMS and bare.replace(".", "") not in {"se", "he", "sem", "semme"}:
        return False
    if bare in _NEED_DOT and "." not in word:
        return at + 1 < len(words) - 1 and _bare(words[at + 1]) in _FORMS - _NEED_DOT
    return "." in word or bare not in {"se", "sem"}


def _bare(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(
        letter for letter in letters if unicodedata.category(letter) != "Mn" or "\u0653" <= letter <= "\u0655"
    )
    return unicodedata.normalize("NFC", plain).strip(".,،()’'")


def _family(words: Sequence[str], *, is_spanish: bool) -> tuple[int, int]:
    """Where the family name stands."""
    capitals = _in_capitals(words)
    if capitals is not None:
        return capitals
    end = len(words)
    if end > 1 and _bare(words[-1]) in _FOLLOWS:
        end -= 1
    start = max(0, end - 1)
    if is_spanish and _names_in(words[:end]) > 2:
        start = _with_particles(words, start) - 1
    return _with_particles(words, start), len(words)


def _names_in(words: Sequence[str]) -> int:
    return sum(_bare(word) not in _BEFORE for word in words)


def _with_particles(words: Sequence[str], start: int) -> int:
    """Where a name begins when what belongs to it is taken along; a given name stays where there is one."""
    while start > 1 and _bare(words[start - 1]) in _BEFORE:
        start -= 1
    return max(0, start)


def _in_capitals(words: Sequence[str]) -> tuple[int, int] | None:
    """The one run of words in capitals, where other words are not."""
    loud = [at for at, word in enumerate(words) if _is_loud(word)]
    quiet = [at for at, word in enumerate(words) if not _is_loud(word) and len(re.sub(r"\W", "", word)) > 1]
    if not loud or not quiet:
        return None
    start, end = loud[0], loud[-1] + 1
    if any(at in quiet and _bare(words[at]) not in _BEFORE for at in range(start, end)):
        return None
    if end == len(words):
        start = _with_particles(words, start) if start else start
    return start, end


def _is_loud(word: str) -> bool:
    """Whether a word is in capitals; Mc and Mac before them may be small, a single letter is an initial."""
    letters = re.sub(r"[\W\d_]", "", re.sub(r"^(?:Mc|Mac|O’|O'|d’|d'|N’)", "", word))
    return len(letters) > 1 and letters.isupper()
