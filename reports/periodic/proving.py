"""`register verify --report`: whether a workbook says what the register reported, and whether its seal still stands.

The report is found by the fingerprints in the file, rendered again and compared: byte by byte, else cell by cell.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import msgspec
from openpyxl import Workbook, load_workbook

from declarations.codes.adopted import library_in
from register.kernel.db import REPEATABLE_READ, Transaction, transaction
from register.kernel.errors import NotConfigured
from register.kernel.i18n import LOCALES, Locale, Message, msg
from register.kernel.identity import service
from register.ledger import store as ledger
from register.ledger.checkpoints import proof_between
from register.ledger.findings import Answer
from register.ledger.proofs import Tree, proves_consistency
from reports.model import Organisation
from reports.periodic import store_reports as store
from reports.periodic.book.seal import BESIDE
from reports.periodic.model import Profile, Published, Stand, fingerprint
from reports.periodic.publishing import Heading, publish
from reports.periodic.stored import Status
from reports.periodic.words import Beside
from reports.periodic.workbook import write_workbook
from reports.settings import organisation

THRESHOLD = 5
"""Of a report that was made by `register report`, without being drafted."""


class Claimed(msgspec.Struct, frozen=True):
    """What a file says it is."""

    report: str
    data_set: str
    profile: str
    is_released: bool
    locale: Locale
    beside: tuple[Beside, ...]
    """Released reports beside which, it says, it must not be published: those of the day when it was made."""
    organisation: str
    """How the file calls the organization: a name that may have changed since, and is no number of the report."""


async def check_workbook(path: Path) -> list[Answer]:
    """Sentences on a workbook of a report. NotConfigured where the file is none."""
    book, claimed = _opened(path)
    async with transaction(service("verifier"), isolation=REPEATABLE_READ) as tx:
        await library_in(tx)  # whose value bands are said in words
        said, is_released = await _reported(tx, claimed)
        if said is None:
            return [Answer(msg("This register holds no report with the fingerprint in the file."), holds=False)]
        if claimed.is_released and not is_released:
            return [Answer(msg("The file says that the report was released. It was not."), holds=False)]
        released = Answer(await _where_it_stands(tx, claimed))
        return [_compared(path, book, said, claimed), *_named(claimed), await _standing(tx, said.seal), released]


async def _where_it_stands(tx: Transaction, claimed: Claimed) -> Message:
    """Whether the report is in force, by the rows of the register: the same cells stand in a draft."""
    kept = await store.report_with(tx, claimed.report)
    if kept is None or kept.status not in {Status.RELEASED, Status.SET_ASIDE}:
        return msg("The report is not released.")
    if kept.status == Status.SET_ASIDE:
        return msg("The report was set aside and never released.")
    later = (await store.released_corrections(tx, [kept.id])).get(kept.id)
    if later is None:
        return msg("The report is released, and no released report corrects it.")
    return msg("The report is released, and %(symbol)s corrects it.", symbol=later.symbol or str(later.id))


def _opened(path: Path) -> tuple[Workbook, Claimed]:
    try:
        book = load_workbook(path)
        facts = {each.name: str(each.value) for each in vars(book)["custom_doc_props"].props}
        return book, Claimed(
            report=facts["register.report"],
            data_set=facts["register.data_set"],
            profile=Profile(facts["register.profile"]),
            is_released=facts["register.released"] == "yes",
            beside=msgspec.json.decode(facts.get(BESIDE, "[]"), type=tuple[Beside, ...]),
            locale=LOCALES[book.properties.language or ""],
            organisation=book.properties.creator or "",
        )
    except (OSError, BadZipFile, KeyError, ValueError, TypeError, AttributeError, msgspec.MsgspecError) as error:
        raise NotConfigured(msg("%(file)s is no workbook of a periodic report.", file=str(path))) from error


async def _reported(tx: Transaction, claimed: Claimed) -> tuple[Published | None, bool]:
    """What the report said, and whether it was released; None where the register does not know it."""
    kept = await store.report_with(tx, claimed.report)
    if kept is not None:
        return kept.opened(), kept.status == Status.RELEASED
    counted = await store.data_set_with(tx, claimed.data_set)
    if counted is None:
        return None, False
    said = publish(counted.opened(), Heading(Profile(claimed.profile), "", {}), THRESHOLD)
    return (said if fingerprint(said) == claimed.report else None), False


def _named(claimed: Claimed) -> Iterator[Answer]:
    """A name that differs from the one in use here is told, and is no fault: it is in no fingerprint."""
    here = organisation().name(claimed.locale.tag)
    if claimed.organisation != here:
        told = msg(
            "The file calls the organization “%(there)s”; here it is called “%(here)s”. The name is no part of the"
            " report’s fingerprint.",
            there=claimed.organisation,
            here=here,
        )
        yield Answer(told)


def _compared(path: Path, book: Workbook, said: Published, claimed: Claimed) -> Answer:
    made = io.BytesIO()
    named = Organisation({"en": claimed.organisation})
    write_workbook(said, claimed.locale, named, made, is_released=claimed.is_released, beside=claimed.beside)
    if made.getvalue() == path.read_bytes():
        return Answer(msg("The file is the report, byte for byte."))
    made.seek(0)
    for sheet, cell, there, here in _differences(book, load_workbook(made)):
        told = msg(
            "Sheet “%(sheet)s”, cell %(cell)s: the file says “%(there)s”, the report “%(here)s”.",
            sheet=sheet, cell=cell, there=there, here=here,
        )  # fmt: skip
        return Answer(told, holds=False)
    return Answer(msg("Every cell is that of the report. Another program wrote the file: charts were not compared."))


def _differences(there: Workbook, here: Workbook) -> Iterator[tuple[str, str, str, str]]:
    """Sheet, cell, what the file says in it, and what the report says."""
    for name in dict.fromkeys([*here.sheetnames, *there.sheetnames]):
        if name not in there.sheetnames or name not in here.sheetnames:
            yield name, "–", _if_there(name, there), _if_there(name, here)
            continue
        one, other = _cells(there[name]), _cells(here[name])
        for place in sorted({*one, *other}):
            if one.get(place) != other.get(place):
                row, column = place
                yield name, here[name].cell(row, column).coordinate, one.get(place, "–"), other.get(place, "–")


def _if_there(name: str, book: Workbook) -> str:
    return name if name in book.sheetnames else "–"


def _cells(sheet: Any) -> dict[tuple[int, int], str]:
    """The cells that say something; a formula or a link is what it says."""
    return {
        (cell.row, cell.column): f"{cell.value}" for row in sheet.iter_rows() for cell in row if cell.value is not None
    }


async def _standing(tx: Transaction, stand: Stand | None) -> Answer:
    """Whether the seal of the report is one of this register, and the newest seal only adds to it."""
    if stand is None:
        return Answer(msg("The report was made before the first seal: no seal holds it."))
    seal, newest = await ledger.seal_numbered(tx, stand.number), await ledger.last_seal(tx)
    is_same = seal is not None and (seal.size, seal.root.hex(), seal.signature.hex()) == (
        stand.size,
        stand.root,
        stand.signature,
    )
    n = str(stand.number)
    if newest is None or not is_same or not await _grew(tx, stand, Tree(newest.size, newest.root)):
        return Answer(msg("Seal %(n)s of the report is not in this register: history was rewritten.", n=n), holds=False)
    told = msg(
        "Seal %(n)s of the report stands: seal %(newest)s only added to the entries under it.",
        n=n,
        newest=str(newest.n),
    )
    return Answer(told)


async def _grew(tx: Transaction, stand: Stand, newest: Tree) -> bool:
    if stand.size > newest.size:
        return False
    path = await proof_between(tx, stand.size, newest.size)
    return proves_consistency(Tree(stand.size, bytes.fromhex(stand.root)), newest, path)
