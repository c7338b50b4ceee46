"""Names of sheets: in the words of the language, at most 31 letters, each once."""

from collections.abc import Iterable, Sequence

LONGEST = 31
_FORBIDDEN = frozenset("[]:*?/\\'")


def names_of(titles: Iterable[str]) -> Sequence[str]:
    """A name for each title; programs hold that `Gifts` and `gifts` are the same."""
    taken: set[str] = set()
    found = []
    for title in titles:
        name = _one(title, taken)
        taken.add(name.casefold())
        found.append(name)
    return found


def _one(title: str, taken: set[str]) -> str:
    plain = " ".join("".join(" " if letter in _FORBIDDEN or letter < " " else letter for letter in title).split())
    name, number = _cut(plain, LONGEST), 1
    while not name or name.casefold() in taken:
        number += 1
        end = f" {number}"
        name = _cut(plain, LONGEST - len(end)) + end
    return name


def _cut(words: str, most: int) -> str:
    """As many whole words as there is room for; of a long first word its beginning."""
    units = words.encode("utf-16-le")
    if len(units) <= most * 2:
        return words
    cut = units[: most * 2].decode("utf-16-le", errors="ignore")
    whole = cut if words[len(cut) : len(cut) + 1] == " " else cut.rpartition(" ")[0]
    return (whole if len(whole) > most // 2 else cut).rstrip(" ,;–-،")
