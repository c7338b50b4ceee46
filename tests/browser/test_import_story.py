"""An officer brings a spreadsheet over: looks, corrects the columns, reads every problem, imports, and undoes it."""

import io

import openpyxl
import pytest

from tests.browser.arranging import REGISTER
from tests.browser.visiting import OFFICER, Demonstration, Visitor

pytestmark = pytest.mark.browser


def wait_for(officer: Visitor, where: str, words: str) -> None:
    """Until the page says it; without a script the page asks again by itself."""
    officer.page.get_by_text(words, exact=True).first.wait_for(timeout=30_000)
    assert officer.path.startswith(where)


def upload(officer: Visitor, data: bytes, name: str = "gifts.csv") -> str:
    officer.go("/imports")
    officer.page.locator('[name="file"]').set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})
    officer.press("/imports")
    return officer.path


@pytest.mark.parametrize("scripts", [True, False])
def test_a_register_is_imported_with_corrections_and_undone(demo: Demonstration, scripts: bool) -> None:
    officer = demo.person(OFFICER, "en", java_script_enabled=scripts, accept_downloads=True)
    where = upload(officer, REGISTER.replace("Vera", "Vera" if scripts else "Nora").encode())
    assert "This could be two different days." in officer.says()
    officer.fill(register=f"Gifts {scripts}", date_order="day_first", words="Above limit = above 140")
    with officer.page.expect_navigation():
        officer.page.locator(f'form[action="{where}/mapping"] button').click()
    assert "This could be two different days." not in officer.says()
    assert "The row names no person." in officer.says()
    with officer.page.expect_download() as download:
        officer.page.locator(f'a[href="{where}/not-imported"]').click()
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).worksheets[0]
    assert [cell.value for cell in sheet["A"]][1:] == [4]
    officer.press(f"{where}/commit")
    wait_for(officer, where, "Imported")
    officer.go("/desk?status=closed")
    assert "From an older register" in officer.says()
    officer.page.locator("a.row-link", has_text="D-").first.click()
    assert "From an older register" in officer.says()
    officer.go(where)
    with officer.page.expect_navigation():
        officer.page.locator(f'form[action="{where}/undo"] button').click()
    wait_for(officer, where, "Undone")
    officer.go("/desk?status=closed")
    assert "From an older register" not in officer.says()
