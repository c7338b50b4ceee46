"""A designated filer and their statement, as pages can show them."""

from dataclasses import dataclass

from tests.browser.visiting import Visitor

LINE = {
    "category": "company",
    "what": "Acciones de una empresa de bombas",
    "holder": "spouse_partner",
    "counterpart": "Delta Pumps Company",
    "relation": "vendor",
    "band": "low",
}


@dataclass
class AssetRecords:
    """Ids of one of each."""

    designation: str
    statement: str


def state(filer: Visitor) -> AssetRecords:
    """A statement of one line, written and filed."""
    filer.go("/assets")
    filer.press()
    draft = filer.path
    filer.fill(**LINE)
    filer.press(f"{draft}/lines")
    filer.fill(attested="yes")
    with filer.page.expect_navigation():
        filer.page.locator(f'button[formaction="{draft}/filing"]').click()
    return AssetRecords(draft.split("/")[2], filer.path.removeprefix("/assets/statements/"))


def ask_consent(officer: Visitor, statement: str) -> None:
    """A request for another use."""
    here = f"/desk/assets/statements/{statement}/request"
    officer.go(here)
    officer.fill(use="procurement", who="La division des achats", purpose="Comparer les soumissionnaires d’un marché")
    officer.press(here)


def review(reader: Visitor, statement: str, outcome: str, words: str) -> None:
    """What the reading comes to."""
    here = f"/desk/assets/statements/{statement}"
    reader.go(here)
    reader.fill(outcome=outcome, words=words)
    reader.press(f"{here}/review")


def arrange_assets(filer: Visitor, officer: Visitor, reader: Visitor) -> AssetRecords:
    """A statement that was reviewed, a request for consent, and the draft of its next version."""
    made = state(filer)
    ask_consent(officer, made.statement)
    review(reader, made.statement, "declare", "Please declare the vendor.")
    correct(filer, made)
    return made


def correct(filer: Visitor, made: AssetRecords) -> None:
    """Begin the next version of a statement."""
    filer.go(f"/assets/statements/{made.statement}")
    filer.press(f"/assets/{made.designation}/begin")
