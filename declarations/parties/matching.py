"""Whether two names may be names of one organization, and why. It says so; it never decides.

Every figure below is a property of this matcher, found on `tests/bench/party_pairs.csv`, and no rule of an organization
that uses the register.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

import msgspec
from rapidfuzz.distance import OSA

from declarations.parties.acronyms import is_acronym_in_another_language, replaced_by_acronym, without_own_acronym
from declarations.parties.sounding import consonants, is_arabic, latin, sounds, syllables
from declarations.parties.translating import mean_the_same, phrased
from declarations.parties.wording import Named, is_no_misspelling, is_told_apart, named, written_out


class Reason(StrEnum):
    """Why two names may be names of one organization, the surest first."""

    SAME_NAME = "same_name"
    OTHER_NAME = "other_name"
    """Another name of the entry in the directory."""
    LEGAL_FORM = "legal_form"
    WORD_ORDER = "word_order"
    ACRONYM = "acronym"
    OTHER_SCRIPT = "other_script"
    TRANSLATED = "translated"
    SPELLING = "spelling"


class Match(msgspec.Struct, frozen=True):
    """Two names that may be names of one organization: why, and how alike they are, up to 1."""

    reason: Reason
    score: float


LEAST_SCORE = 0.8
"""Below, too many words are only nearly the same: two slips in a name of two words are another name."""
_SURE, _RESPELLED, _SLIP = 1.0, 0.95, 0.85
"""Of one word: the same; the same sounds spelled otherwise; one slip of the pen."""
_SHORTEST_SLIP = 5
"""In shorter words a slip makes another word: Iran, Iraq."""
_SHORTEST_CHANGED = 7
"""One letter for another makes another word of a short one (hydro, hydra); a letter too few or too many does less."""
_SHORTEST_TWO_SLIPS = 10
_MANY_CONSONANTS, _TELLING_CONSONANTS, _FEW_CONSONANTS = 4, 3, 2
_VOWELS_ALIKE = 0.8
"""How alike the sounds of one script must be besides their consonants."""
_VOWELS_BESIDE_TWO, _VOWELS_BESIDE_ONE = 0.6, 0.7
"""The same between scripts, where two consonants or one say too little. Arabic leaves short vowels out."""
_LONG_VOWELS = frozenset("اوي")
_SEAT, _OTHER_SEAT = "يو", "وو"
"""The hamza before a long u has either seat: شئون, شؤون."""


_ACRONYMS = (replaced_by_acronym, is_acronym_in_another_language)
_SURENESS = {reason: place for place, reason in enumerate(Reason)}


def surest_first(found: Match) -> tuple[int, float]:
    """The order of matches."""
    return _SURENESS[found.reason], -found.score


def surest(names: Iterable[str], other: str) -> Match | None:
    """The best match of a name with any of several; None where there is none."""
    found = [each for each in (match(name, other) for name in names) if each is not None]
    return min(found, key=surest_first, default=None)


def match(one: str, other: str) -> Match | None:
    """Why two names may be of one organization; None where they are not alike."""
    first, second = named(one), named(other)
    if not first.form or not second.form:
        return None
    if first.form == second.form:
        return Match(Reason.SAME_NAME, _SURE)
    if first.numbers != second.numbers:
        return None
    return _same_words(first, second) or _by_acronym(first, second) or _word_by_word(first, second)


def _same_words(one: Named, other: Named) -> Match | None:
    if one.core == other.core:
        return Match(Reason.LEGAL_FORM if one.words == other.words else Reason.SPELLING, _SURE)
    if sorted(one.core) == sorted(other.core):
        return Match(Reason.WORD_ORDER, _SURE)
    if one.compact == other.compact:
        return Match(Reason.SPELLING, _RESPELLED)
    if not one.form.isascii() or not other.form.isascii():
        return _same_syllables(one, other)
    return None


def _same_syllables(one: Named, other: Named) -> Match | None:
    """Of scripts that are written out in Latin letters, such as Chinese; Arabic is not."""
    if is_arabic(one.form) or is_arabic(other.form):
        return None
    first, second = (syllables(name.compact).replace(" ", "") for name in (one, other))
    return Match(Reason.OTHER_SCRIPT, _RESPELLED) if first == second else None


def _by_acronym(one: Named, other: Named) -> Match | None:
    """UNDP, and its words; also where the acronym stands for a part, or beside the words it is of."""
    bare_one, bare_other = without_own_acronym(one.form), without_own_acronym(other.form)
    if bare_one != one or bare_other != other:
        found = match(" ".join(bare_one.words), " ".join(bare_other.words))
        return Match(Reason.ACRONYM, found.score) if found else None
    if any(acronym(first, second) for first, second in ((one, other), (other, one)) for acronym in _ACRONYMS):
        return Match(Reason.ACRONYM, _RESPELLED)
    return None


def _word_by_word(one: Named, other: Named) -> Match | None:
    """Every word must find its own; one left over makes another organization."""
    pairs = _paired(one.core, other.core) or _phrase_by_phrase(one, other)
    if pairs is None:
        return None
    weights = [max(len(first), len(second)) for first, second, _ in pairs]
    score = sum(weight * rated for weight, (_, _, rated) in zip(weights, pairs, strict=True)) / sum(weights)
    if score < LEAST_SCORE:
        return None
    if any(is_translated(first, second) for first, second, _ in pairs):
        return Match(Reason.TRANSLATED, round(score, 3))
    crossed = any(is_other_script(first, second) for first, second, _ in pairs)
    return Match(Reason.OTHER_SCRIPT if crossed else Reason.SPELLING, round(score, 3))


def _phrase_by_phrase(one: Named, other: Named) -> list[tuple[str, str, float]] | None:
    whole, other_whole = phrased(one.core), phrased(other.core)
    return _paired(whole, other_whole) if (whole, other_whole) != (one.core, other.core) else None


def _paired(one: Sequence[str], other: Sequence[str]) -> list[tuple[str, str, float]] | None:
    """Each word with the likest of the other name, the best pairs first; None where a word finds none."""
    if len(one) != len(other):
        return None
    rated = sorted(
        (
            (-likeness(first, second, last=place == len(one) - 1, other_last=there == len(other) - 1), place, there)
            for place, first in enumerate(one)
            for there, second in enumerate(other)
        ),
    )
    left, right = set(range(len(one))), set(range(len(other)))
    pairs = []
    for minus, place, there in rated:
        if minus == 0:
            break
        if place in left and there in right:
            pairs.append((one[place], other[there], -minus))
            left.discard(place)
            right.discard(there)
    return None if left or right else pairs


def is_translated(one: str, other: str) -> bool:
    """Whether the words are alike by what they mean, and not as they are written."""
    cut = written_out(one) == written_out(other)
    return not cut and mean_the_same(one, other) and not _spelled(one, other, last=True, other_last=True)


def is_other_script(one: str, other: str) -> bool:
    """Whether one of the words is Arabic, or not Latin, and the other is not."""
    return is_arabic(one) != is_arabic(other) or one.isascii() != other.isascii()


@lru_cache(maxsize=50_000)
def likeness(one: str, other: str, *, last: bool = True, other_last: bool = True) -> float:
    """How alike two words are, from 0 to 1; 0 where they are words of their own."""
    if one == other:
        return _SURE
    spelled = _spelled(one, other, last=last, other_last=other_last)
    return max(spelled, _RESPELLED) if _means(one, other) else spelled


def _means(one: str, other: str) -> bool:
    """Whether they may mean the same, and are not two words that are one letter apart."""
    return mean_the_same(one, other) and not (is_told_apart(one, other) and OSA.distance(one, other) == 1)


def _spelled(one: str, other: str, *, last: bool, other_last: bool) -> float:
    """How alike two words are as they are written."""
    if any(letter.isdigit() for letter in one + other) or is_no_misspelling(one, other):
        return 0.0
    if is_arabic(one) != is_arabic(other):
        return _sounding(sounds(one, before_another=not last), sounds(other, before_another=not other_last))
    if is_arabic(one):
        return _slipped_in_arabic(one, other)
    first, second = latin(one), latin(other)
    return max(_respelled(first, second), _slipped(first, second))


def _sounding(ones: Sequence[str], others: Sequence[str]) -> float:
    """The likeness of two words of different scripts."""
    return max(_of_sounds(one, other) for one in ones for other in others)


def _of_sounds(one: str, other: str) -> float:
    first, second = consonants(one), consonants(other)
    vowels = OSA.normalized_similarity(one, other)
    if first == second:
        if len(first) >= _TELLING_CONSONANTS:
            return _RESPELLED
        enough = _VOWELS_BESIDE_TWO if len(first) == _FEW_CONSONANTS else _VOWELS_BESIDE_ONE
        return _SLIP if vowels >= enough else 0.0
    if min(len(first), len(second)) >= _MANY_CONSONANTS and first[0] == second[0] and OSA.distance(first, second) == 1:
        return LEAST_SCORE
    return 0.0


def _respelled(one: str, other: str) -> float:
    """The same sounds, as when an Arabic name is written in two European ways, or an umlaut in two."""
    if _without_umlauts(one) == _without_umlauts(other):
        return _RESPELLED
    for first in sounds(one):
        for second in sounds(other):
            if first == second and len(consonants(first)) >= _FEW_CONSONANTS:
                return _RESPELLED
            same = consonants(first) == consonants(second) and len(consonants(first)) >= _MANY_CONSONANTS
            if same and OSA.normalized_similarity(first, second) >= _VOWELS_ALIKE:
                return _SLIP
    return 0.0


def _without_umlauts(word: str) -> str:
    """The word with ä, ö and ü as the letter alone, where they were written as two."""
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _slipped(one: str, other: str) -> float:
    """One or two slips of the pen, never in the first letter."""
    shorter, longer = sorted((one, other), key=len)
    if longer == shorter + "s" and len(shorter) >= _MANY_CONSONANTS:
        return _RESPELLED
    if len(shorter) < _SHORTEST_SLIP or one[0] != other[0]:
        return 0.0
    distance = OSA.distance(one, other)
    if distance == 1:
        changed = len(one) == len(other) and sorted(one) != sorted(other)
        return 0.0 if changed and len(one) < _SHORTEST_CHANGED else _SLIP
    return LEAST_SCORE if distance == 2 and len(shorter) >= _SHORTEST_TWO_SLIPS else 0.0


def _slipped_in_arabic(one: str, other: str) -> float:
    """One letter too few or too many: a long vowel inside the word, or any in a long word; or two exchanged."""
    if one.replace(_SEAT, _OTHER_SEAT) == other.replace(_SEAT, _OTHER_SEAT):
        return _RESPELLED
    shorter, longer = sorted((one, other), key=len)
    if OSA.distance(one, other) != 1 or one[0] != other[0] or len(shorter) < _MANY_CONSONANTS:
        return 0.0
    if len(shorter) == len(longer):
        return _SLIP if sorted(one) == sorted(other) else 0.0
    if longer.startswith(shorter):  # an ending makes another word: -ي belongs to, -ه is one of
        return 0.0
    return _SLIP if len(shorter) >= _SHORTEST_SLIP or _is_vowel_more(shorter, longer) else 0.0


def _is_vowel_more(shorter: str, longer: str) -> bool:
    place = next(at for at, letter in enumerate(longer) if shorter[at : at + 1] != letter)
    return longer[place] in _LONG_VOWELS
