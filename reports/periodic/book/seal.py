"""The seal on which the numbers stand, the fingerprints, and how to verify them; the same as properties of the file."""

from collections.abc import Iterator
from typing import Any

import msgspec
from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.worksheet.worksheet import Worksheet

from register.kernel.i18n import Message, msg, pmsg
from reports.appearance import GREY
from reports.paper import Paper
from reports.periodic.book.bound import SEAL, Bound, in_groups

BESIDE = "register.beside"
"""The property of a file that is not released: beside which released reports it must not be published."""
_VERIFY = (
    msg(
        "The fingerprints are SHA-256 sums of the data set and of this report in their canonical form. They do not"
        " depend on the language, and they also stand among the properties of this file."
    ),
    msg(
        "The same report in the same language makes the same file, byte for byte. “register verify --report” finds it"
        " in the register by its fingerprints, makes it anew, and names the first cell that differs."
    ),
    msg(
        "The seal signs everything that the register had written up to it. “register verify” recomputes every history"
        " and every seal with the public key of the register."
    ),
)


def write_seal(sheet: Worksheet, bound: Bound) -> None:
    """Seal and verification."""
    bound.dress(sheet)
    paper = Paper(sheet, bound.locale, (34.0, 60.0))
    row = bound.headline(paper, SEAL)
    for title, value in facts_of(bound):
        words = bound.said(title)
        paper.text(row, 1, words, colour=GREY)
        paper.lines(row, words, 1, 1)
        _value(paper, row, value)
        paper.rule_off(row, 1, 2)
        row += 1
    if bound.report.seal is None:
        row = paper.paragraph(row, bound.said(msg("No seal covered the register yet when the numbers were counted.")))
    row = paper.heading(row + 1, bound.said(msg("How to verify this report")))
    for told in _VERIFY:
        row = paper.paragraph(row, bound.said(told))
    sheet.print_area = f"A1:B{row}"


def _value(paper: Paper, row: int, value: str | int) -> None:
    """Numbers as numbers, hexadecimal digits in groups."""
    if isinstance(value, int):
        paper.number(row, 2, value, where=paper.start)
        return
    words = in_groups(value)
    paper.text(row, 2, words, where=paper.start)
    paper.lines(row, words, 2, 1)


def facts_of(bound: Bound) -> Iterator[tuple[Message, str | int]]:
    report, seal = bound.report, bound.report.seal
    yield pmsg("seal", "Fingerprint of this report"), bound.fingerprint
    yield pmsg("seal", "Fingerprint of the data set"), report.data_set
    if report.corrects:
        yield pmsg("seal", "Fingerprint of the corrected report"), report.corrects
    if seal is not None:
        yield pmsg("seal", "Number of the seal"), seal.number
        yield pmsg("seal", "Entries that it covers"), seal.size
        yield pmsg("seal", "Entries not yet sealed"), seal.unsealed
        yield pmsg("seal", "Root"), seal.root
        yield pmsg("seal", "Key"), seal.key
        if seal.public:
            yield pmsg("seal", "Public key"), seal.public
        yield pmsg("seal", "Signature"), seal.signature


def describe(book: Workbook, bound: Bound) -> None:
    """Custom properties by which a program recognizes the report."""
    report, seal = bound.report, bound.report.seal
    facts = {
        "register.report": bound.fingerprint,
        "register.data_set": report.data_set,
        "register.profile": report.profile,
        "register.definitions": report.definitions,
        "register.symbol": report.symbol,
        "register.released": "yes" if bound.is_released else "no",
    }
    if report.corrects:
        facts["register.corrects"] = report.corrects
    if bound.beside:
        facts[BESIDE] = msgspec.json.encode(bound.beside).decode()
    if seal is not None:
        facts |= {
            "register.seal": str(seal.number),
            "register.seal_size": str(seal.size),
            "register.seal_root": seal.root,
            "register.seal_key": seal.key,
            "register.seal_public_key": seal.public,
            "register.seal_signature": seal.signature,
        }
    properties: Any = vars(book)["custom_doc_props"]  # not in the stubs
    for name, value in facts.items():
        if value:
            properties.append(StringProperty(name=name, value=value))
