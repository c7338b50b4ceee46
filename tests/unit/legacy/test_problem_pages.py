"""The list of an import's problems: pages by the place of a problem, never by how many to skip."""

from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest

from declarations.legacy.service.looking import Fault
from declarations.legacy.service.runs import RunView
from declarations.legacy.views import problems_page
from register.kernel.errors import BadRequest
from register.kernel.paging import PAGE_ROWS, Cursor, decode_cursor


def fault(row: int, *, refused: bool = False, code: str = "x") -> Fault:
    return Fault(row, code, refused, "What is wrong.", {})


def seen(*faults: Fault) -> RunView:
    """An import in which these problems were found, in the order in which they are kept."""
    kept = sorted(faults, key=lambda each: (not each.refused, each.row))
    return cast("RunView", SimpleNamespace(run=SimpleNamespace(id=UUID(int=7)), found=SimpleNamespace(faults=kept)))


def walked(view: RunView, way: str, at: str | None = None) -> list[list[Fault]]:
    pages = []
    while True:
        page = problems_page(view, decode_cursor(at))
        pages.append(page.items)
        at = getattr(page, way)
        if at is None:
            return pages


MANY = seen(*(fault(row, refused=row % 3 == 0, code=code) for row in range(1, 61) for code in "ab"))


def test_every_problem_is_on_one_page_refused_rows_first() -> None:
    pages = walked(MANY, "older")
    assert [len(page) for page in pages] == [PAGE_ROWS] * 4 + [20]
    assert [each for page in pages for each in page] == MANY.found.faults
    assert [each.refused for each in pages[0]] == [True] * PAGE_ROWS


def test_the_way_back_shows_the_same_pages() -> None:
    pages = walked(MANY, "older")
    at: Any = None
    for _ in pages[1:]:
        at = problems_page(MANY, decode_cursor(at)).older
    assert list(reversed(walked(MANY, "newer", at))) == pages


def test_a_place_holds_when_problems_before_it_are_gone() -> None:
    first = problems_page(MANY, None)
    mended = seen(*(each for each in MANY.found.faults if each not in first.items[:10]))
    assert (
        problems_page(mended, decode_cursor(first.older)).items == problems_page(MANY, decode_cursor(first.older)).items
    )
    assert mended.found.faults[PAGE_ROWS] != MANY.found.faults[PAGE_ROWS], "control: to skip so many is another place"


@pytest.mark.parametrize("key", ["", "7", "a~b~c", "0~-1~0", "0~1~2~3", "0~1~9999999999", "0~²~1"])
def test_a_cursor_of_another_list_is_refused(key: str) -> None:
    with pytest.raises(BadRequest):
        problems_page(MANY, Cursor(key, UUID(int=7)))


def test_an_import_without_problems_has_an_empty_page() -> None:
    assert problems_page(seen(), None).items == []
