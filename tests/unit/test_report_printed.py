"""The printed report: wide tables lie, nothing is printed over anything, no title stands alone at a foot."""

import io
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec
import pikepdf
import pytest
from defusedxml import ElementTree

from register.kernel.i18n import LOCALES, say
from reports.model import Organisation
from reports.periodic.model import Profile, Published
from reports.periodic.printed import report_pdf
from reports.periodic.publishing import Heading, publish
from reports.periodic.shown import shown
from reports.periodic.words import Beside
from tests.periodic import data_set

OF = Organisation({"en": "Organization for Shared Waters"})
PROGRAM = shutil.which("pdftotext") or ""
_NARROW = frozenset({"people", "received", "givers", "values"})


def said(seed: int = 3, *, only: frozenset[str] = frozenset()) -> Published:
    report = publish(data_set(seed, 30), Heading(Profile.GENERAL_ASSEMBLY, "A/81/12", {}), 5)
    tables = tuple(each for each in report.tables if not only or each.code in only)
    return msgspec.structs.replace(report, tables=tables)


class Word(NamedTuple):
    """A word on a page with the corners of its box."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def words_of(pdf: bytes, folder: Path) -> Iterator[list[Word]]:
    """The words of each page, as another program finds them."""
    (folder / "report.pdf").write_bytes(pdf)
    command = [PROGRAM, "-bbox", "report.pdf", "report.html"]
    subprocess.run(command, check=True, capture_output=True, timeout=60, cwd=folder)
    for page in ElementTree.parse(folder / "report.html").iter("{http://www.w3.org/1999/xhtml}page"):
        yield [
            Word(each.text or "", *(float(each.attrib[side]) for side in ("xMin", "yMin", "xMax", "yMax")))
            for each in page
        ]


def overprinted(words: Iterable[Word]) -> list[tuple[str, str]]:
    """Words that stand in one another’s place; a point of overlap is the slack of boxes around letters."""
    found, ordered = [], sorted(filter(_is_word, words), key=lambda word: word.left)
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.left > one.right - 1:
                break
            if min(one.bottom, other.bottom) - max(one.top, other.top) > 0.6 * min(
                one.bottom - one.top, other.bottom - other.top
            ):
                found.append((one.text, other.text))
    return found


def _is_word(word: Word) -> bool:
    """Signs above Arabic letters are given boxes of their own."""
    return sum(not unicodedata.combining(letter) for letter in word.text) > 1


async def printed(report: Published, tag: str) -> bytes:
    return await report_pdf(report, LOCALES[tag], OF, is_released=True)


@pytest.mark.skipif(not PROGRAM, reason="pdftotext is not installed")
@pytest.mark.parametrize("tag", LOCALES)
async def test_no_word_is_printed_over_another_in_any_language(tag: str, tmp_path: Path) -> None:
    for page in words_of(await printed(said(), tag), tmp_path):
        assert overprinted(page) == []
    box = (10.0, 10.0, 40.0, 20.0)
    assert overprinted([Word("Disclosure", *box), Word("Authorization", 35.0, *box[1:3], 20.0)]), "the control"


async def test_pages_of_wide_tables_lie_and_others_stand() -> None:
    def lying(pdf: bytes) -> list[bool]:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            return [float(page.mediabox[2]) > float(page.mediabox[3]) for page in opened.pages]

    assert {True, False} == set(lying(await printed(said(), "fr")))
    assert True not in lying(await printed(said(only=_NARROW), "fr")), "the control: narrow tables only"


@pytest.mark.skipif(not PROGRAM, reason="pdftotext is not installed")
async def test_the_first_page_says_beside_what_it_must_not_be_published(tmp_path: Path) -> None:
    beside, report = [Beside("A/80/9", date(2025, 1, 1), date(2025, 6, 30))], said(only=_NARROW)
    for is_released in (False, True):  # a released one is the control: it may be published
        made = await report_pdf(report, LOCALES["en"], OF, is_released=is_released, beside=beside)
        first, *others = (" ".join(word.text for word in page) for page in words_of(made, tmp_path))
        assert ("must not be published beside A/80/9 (1 January 2025 to 30 June 2025)" in first) is not is_released
        assert not any("A/80/9" in page for page in others)


@pytest.mark.skipif(not PROGRAM, reason="pdftotext is not installed")
async def test_a_title_of_a_table_stands_on_the_page_of_its_first_line(tmp_path: Path) -> None:
    for seed in (3, 8):
        report = said(seed)
        pages = [" ".join(word.text for word in page) for page in words_of(await printed(report, "en"), tmp_path)]
        for number, each in enumerate(shown(report), 1):
            title = f"{number}. {say(each.entry.title, LOCALES['en'])}"
            page = next(page for page in pages if title in page)
            first = say(each.title(each.table.rows[0]), LOCALES["en"]).split()[0]
            below = page.partition(title)[2]
            assert first in below, f"{title} stands alone"
            if each.table.rows[-1].is_total and each.entry.code != "rules":  # which no page holds
                assert "Total" in below, f"{title} is torn"
