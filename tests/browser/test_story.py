"""The first whole path: a gift is checked and declared in Arabic, asked about in French, decided in English, exported.

With PICTURES=1 each step is photographed for people who judge how it looks (artefacts/story, not kept with the
sources).
"""

import shutil
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tests.browser import declaring
from tests.browser.visiting import DECLARANT, HEAD, OFFICER, PICTURED, Demonstration, Visitor

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[2] / "artefacts" / "story"
WIDTHS = (1280, 320)
TYPED = "١٢٣٫٥٠"

QUESTION = "Sur quoi repose cette estimation ? Avez-vous vu un prix ?"
ANSWER = "وجدت القلم نفسه في متجر الشركة الصانعة بهذا السعر."
ADVICE = "Présent d’usage après une conférence donnée en service ; aucun dossier de l’université n’est à l’examen."
REASONS = "It was offered in public after a lecture on duty, and the university awaits nothing from us."
CONDITIONS = "The pen is used in the office and is listed in the inventory of the unit."
COMMENT = "شكراً لكم. سيبقى القلم في المكتب."


Row = tuple[Any, ...]


class Album:
    """Pictures of the steps, numbered in the order of the story."""

    def __init__(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self._folder = folder
        self._number = 0

    def take(self, visitor: Visitor, name: str, *, languages: tuple[str, ...] = ()) -> None:
        """The page as it stands or, with languages, as it opens in each of them; wide and on a phone."""
        if not PICTURED:
            return
        self._number += 1
        page, here = visitor.page, visitor.path
        own = str(page.evaluate("document.documentElement.lang"))
        for language in languages or (own,):
            if languages:
                visitor.go(_in(here, language))
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                picture = self._folder / f"{self._number:02}-{name}-{language}-{width}.png"
                page.screenshot(path=picture, full_page=True)
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        if languages:
            visitor.go(_in(here, own))


def _in(path: str, language: str) -> str:
    return f"{path.partition('?')[0]}?lang={language}"


BOTH = ("ar", "en")
ALL = ("ar", "en", "fr")


def test_a_gift_is_checked_declared_asked_about_recommended_decided_read_and_exported(demo: Demonstration) -> None:
    album = Album(PICTURES)
    declarant = demo.person(DECLARANT, "ar")
    officer = demo.person(OFFICER, "fr", accept_downloads=True)
    head = demo.person(HEAD, "en")

    before = _rows(_exports(officer, album))
    reference = _checks_and_declares(declarant, album)
    _asks(officer, album, reference)
    _answers(declarant, album, reference)
    _recommends(officer, album, reference)
    _decides(head, album, reference)
    _reads_and_acknowledges(declarant, album, reference)
    book = _exports(officer, album)

    (row,) = _rows(book) - before
    _is_worth_sending(book, row)


def _checks_and_declares(declarant: Visitor, album: Album) -> str:
    album.take(declarant, "start", languages=BOTH)
    declarant.follow("/check")
    assert declarant.page.locator("html").get_attribute("dir") == "rtl"
    album.take(declarant, "check", languages=BOTH)
    declarant.fill(**declaring.PRE_CHECK, value=TYPED, value_currency="USD")
    declarant.press("/check")
    assert declarant.page.locator(".answer.waits .verdict").is_visible()
    assert "50" in declarant.page.locator("cite").first.inner_text()
    album.take(declarant, "check-answer")
    declarant.press("/check/declare")

    draft = declaring.draft_of(declarant)
    for step, answers in declaring.steps(TYPED).items():
        album.take(declarant, f"declare-{step}", languages=BOTH)
        declarant.fill(**answers)
        declarant.press(f"{draft}/{step}")
    assert _amounts(declarant) == ["123.50"]
    album.take(declarant, "check-your-answers", languages=BOTH)
    declarant.fill(attested="yes")
    declarant.press(f"{draft}/submit")
    reference = declarant.reference
    album.take(declarant, "receipt", languages=BOTH)
    return reference


def _asks(officer: Visitor, album: Album, reference: str) -> None:
    officer.go("/desk")
    album.take(officer, "desk", languages=ALL)
    officer.follow(f"/desk/{reference}")
    album.take(officer, "case", languages=ALL)
    officer.press(f"/desk/{reference}/taking")
    officer.unfold("question")
    officer.fill(about="value", question=QUESTION)
    officer.press(f"/desk/{reference}/question")
    assert QUESTION in officer.says()
    album.take(officer, "case-asked", languages=ALL)


def _answers(declarant: Visitor, album: Album, reference: str) -> None:
    declarant.go("/")
    album.take(declarant, "start-with-question", languages=BOTH)
    declarant.follow(f"/declarations/{reference}")
    assert QUESTION in declarant.says()
    album.take(declarant, "question", languages=BOTH)
    declarant.fill(answer=ANSWER)
    declarant.press(f"/declarations/{reference}/answer")
    assert ANSWER in declarant.says()


def _recommends(officer: Visitor, album: Album, reference: str) -> None:
    officer.go(f"/desk/{reference}")
    assert ANSWER in officer.says()
    assert declaring.STORY in officer.says()
    album.take(officer, "case-answered", languages=ALL)
    officer.fill(decision="authorize_with_conditions", reasons=ADVICE, conditions="Usage au bureau uniquement.")
    officer.press(f"/desk/{reference}/recommendation")
    assert ADVICE in officer.says()


def _decides(head: Visitor, album: Album, reference: str) -> None:
    head.go("/desk")
    album.take(head, "head-desk", languages=BOTH)
    head.follow(f"/desk/{reference}")
    assert ADVICE in head.says()
    album.take(head, "head-case", languages=BOTH)
    head.fill(decision="authorize_with_conditions", reasons=REASONS, conditions=CONDITIONS)
    head.press(f"/desk/{reference}/decision")
    assert REASONS in head.says()
    album.take(head, "head-decided", languages=BOTH)


def _reads_and_acknowledges(declarant: Visitor, album: Album, reference: str) -> None:
    declarant.go(f"/declarations/{reference}")
    assert REASONS in declarant.says()
    assert CONDITIONS in declarant.says()
    assert ADVICE not in declarant.says()  # the recommendation is between the office and the authority
    album.take(declarant, "decision", languages=BOTH)
    declarant.fill(comment=COMMENT)
    declarant.press(f"/declarations/{reference}/comment")
    assert COMMENT in declarant.says()
    declarant.press(f"/declarations/{reference}/acknowledge")
    assert not declarant.page.locator("form[action$='/acknowledge']").count()
    album.take(declarant, "acknowledged", languages=BOTH)
    declarant.go("/declarations")
    album.take(declarant, "my-declarations", languages=BOTH)


def _exports(officer: Visitor, album: Album) -> Workbook:
    officer.go("/exports")
    album.take(officer, "exports", languages=ALL)
    officer.fill(audience="governing_body", language="ar")
    with officer.page.expect_download() as download:
        officer.page.locator("form[action='/exports'] .buttons button").click()
    kept = PICTURES / "gifts.xlsx"
    download.value.save_as(kept)
    return openpyxl.load_workbook(kept)


def _rows(book: Workbook) -> Counter[Row]:
    """The gifts, below their headings."""
    return Counter(list(book.worksheets[2].iter_rows(values_only=True))[1:])


def _is_worth_sending(book: Workbook, row: Row) -> None:
    """Right to left throughout, days and numbers of the kind that can be counted with, nothing that names a person."""
    assert all(sheet.sheet_view.rightToLeft for sheet in book.worksheets)
    headings = next(book.worksheets[2].iter_rows())
    assert [value.date() for value in row if isinstance(value, datetime)] == [declaring.RECEIVED]
    assert {type(value) for value in row[-2:]} == {int}
    assert len(headings) == len(row)
    texts = " ".join(str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    assert "منظمة المياه المشتركة" in texts
    for confidential in ("أمينة", declaring.GIVER, declaring.DESCRIPTION, declaring.STORY, REASONS, COMMENT):
        assert confidential not in texts


def _amounts(visitor: Visitor) -> list[str]:
    """Every number that stands with decimals in the facts."""
    words = visitor.page.locator("dl.summary").all_inner_texts()
    return [word.strip("\u2066\u2069\u200f\xa0") for text in words for word in text.split() if "123" in word]
