"""The one form in which two spellings of a name meet, in Arabic and in Latin script.

Arabic: without vowel signs and tatweel; every alef and hamza seat as its bare letter, ى as ي, ة as ه; the article may
be left out. Latin: without accents, in lower case. Punctuation is a space, digits are 0–9.
"""

import re
import unicodedata
from collections.abc import Iterator

LONGEST_FORM = 300
_MOST_WORDS = 10
_ARTICLE = "ال"
_FOLDED = str.maketrans(
    {
        "ـ": "",  # tatweel
        "ٱ": "ا",
        "ٲ": "ا",
        "ٳ": "ا",
        "ء": "",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ک": "ك",
        "ة": "ه",
        "ۀ": "ه",
        "ہ": "ه",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
    }
)
_NOT_WORD = re.compile(r"[^\w]+|_+")


def search_form(text: str) -> str:
    """The normalised form of a name or of its beginning; empty when there is no letter and no digit in it."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(_bare(letter) for letter in decomposed)
    return " ".join(_NOT_WORD.sub(" ", bare.translate(_FOLDED)).split())[:LONGEST_FORM].rstrip()


def _bare(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in {"Mn", "Cf"}:
        return ""
    return str(unicodedata.digit(letter)) if category == "Nd" else letter


def forms_of(name: str) -> Iterator[tuple[str, int]]:
    """The forms under which a name is found, each with its rank: 0 from its beginning, else from one of its words."""
    words = search_form(name).split()[:_MOST_WORDS]
    for start in range(len(words)):
        rank = min(start, 1)
        yield " ".join(words[start:]), rank
        if words[start].startswith(_ARTICLE) and len(words[start]) > len(_ARTICLE) + 1:
            yield " ".join([words[start][len(_ARTICLE) :], *words[start + 1 :]]), rank


def forms_of_person(first_name: str, family_name: str) -> set[str]:
    """The forms under which a person is found, whichever of their names one begins with."""
    return {
        form for name in (f"{first_name} {family_name}", f"{family_name} {first_name}") for form, _ in forms_of(name)
    }
