"""What a rule gives as the wording of its clause stands in the published text of its code, word for word."""

import re

import msgspec
import pytest

from declarations.codes.library import shipped
from declarations.codes.model import Rule
from tests.realdata.published import FOLDER

SOURCES = FOLDER.parent / "sources"


def plain(text: str) -> str:
    """Words and stops only: neither breaks of lines, nor marks of print, nor capitals."""
    straight = text.replace("’", "'").replace("▸", " ").replace("*", "").casefold()
    return re.sub(r"\s+", " ", straight)


def published_texts() -> str:
    """The texts of all codes; where they are not here the test is skipped."""
    files = sorted(SOURCES.glob("*.txt"))
    if not files:
        pytest.skip(f"the texts of the codes are not in {SOURCES}")
    return " ".join(plain(file.read_text(encoding="utf-8")) for file in files)


def misquoted(rules: tuple[Rule, ...], texts: str) -> list[str]:
    """Rules whose quoted text does not stand in the texts, its last stop aside."""
    return [rule.id for rule in rules if rule.quoted and plain(rule.text.id).rstrip(".") not in texts]


def test_quoted_clauses_stand_in_the_published_texts() -> None:
    assert misquoted(shipped().rules(), published_texts()) == []


def test_control_a_paraphrase_that_is_called_a_quotation_is_found() -> None:
    texts = published_texts()
    paraphrased = tuple(rule for rule in shipped().rules() if not rule.quoted and rule.id in {"ICSC-42", "ICSC-40"})
    called = tuple(msgspec.structs.replace(rule, quoted=True) for rule in paraphrased)
    assert set(misquoted(called, texts)) == {rule.id for rule in called}
    assert called
