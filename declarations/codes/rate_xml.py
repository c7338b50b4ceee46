"""XML of rates, read without entities or outside references: UN operational rates and ECB eurofxref."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

Cells = tuple[str, str, str]
"""Currency, effective date, units."""


def xml_rows(raw: bytes) -> tuple[bool, list[Cells]]:
    """Whether the file is of the UN (else the ECB), and its rates. ValueError for any other XML."""
    try:
        root: Element = ElementTree.fromstring(raw)
    except (ParseError, DefusedXmlException, LookupError) as error:
        raise ValueError("not XML") from error
    un, ecb = list(_un(root)), list(_ecb(root))
    if bool(un) == bool(ecb):
        raise ValueError("no rates in a known layout")
    return bool(un), un or ecb


def _un(root: Element) -> Iterator[Cells]:
    for entry in root.iter():
        cells = {_name(child): (child.text or "").strip() for child in entry}
        if {"f_curr_code", "rate", "rate_date"} <= set(cells):
            yield cells["f_curr_code"], cells["rate_date"], cells["rate"]


def _ecb(root: Element) -> Iterator[Cells]:
    for day in root.iter():
        if _name(day) == "cube" and "time" in day.attrib:
            for entry in day:
                yield entry.get("currency", ""), day.attrib["time"], entry.get("rate", "")


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2].casefold()
