"""A browser without a screen: fetches pages from the application and refuses any page that is not as all must be.

    client = PageClient(app)
    page = await client.get("/style?lang=ar")
    page = await client.post("/style", {"title": "…"}, status=422)

Every page is checked when it arrives; `faults` names what is wrong, so that a test can also ask for the fault.
"""

import gettext
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET

import html5lib
import httpx

from register.kernel.catalogue import replaced
from register.kernel.i18n import LOCALES
from register.web.headers import HEADERS

MOST_BYTES = 100_000
_FIELDS = {"input", "select", "textarea"}
_QUESTIONS = ("label", "legend", "h1", "h2")
_REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls")
_LEAKS = re.compile(r"%\(\w+\)s|\{\{|\}\}|\bNone\b|\bUndefined\b|Message\(|OfMoney|Decimal\(")
_OWN_WORDS = {"bdi", "code", "script", "time", "textarea"}
_SPOKEN_ATTRIBUTES = ("aria-label", "alt", "title", "placeholder")
Parents = tuple[ET.Element, ...]
_OPEN, _CLOSE = "⟦", "⟧"


class Pseudo(gettext.NullTranslations):
    """A language in which every translated sentence stands between brackets, so that the rest shows."""

    def gettext(self, message: str) -> str:
        return f"{_OPEN}{message}{_CLOSE}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 - gettext's signature
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002 - gettext's signature
        return self.ngettext(msgid1, msgid2, n)


@dataclass
class Page:
    """A page as it arrived."""

    response: httpx.Response
    document: ET.Element

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        """All words of the page, spaces squeezed."""
        body = self.document.find("body")
        return " ".join("".join(_texts(body)).split()) if body is not None else ""

    @property
    def title(self) -> str:
        return " ".join("".join(self.all("title")[0].itertext()).split())

    @property
    def language(self) -> str | None:
        """The language that the page says it is in."""
        return self.document.get("lang")

    @property
    def heading(self) -> str:
        return " ".join("".join(self.all("h1")[0].itertext()).split())

    def all(self, tag: str, **attributes: str) -> list[ET.Element]:
        """Elements by tag and attributes; `class_` and `for_` stand for words that Python keeps for itself."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [each for each in self.document.iter(tag) if wanted.items() <= each.attrib.items()]

    def one(self, tag: str, **attributes: str) -> ET.Element:
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of <{tag} {attributes}>"
        return found[0]

    def value(self, name: str) -> str:
        """What a field shows."""
        field = next(each for each in self.document.iter() if each.get("name") == name)
        if field.tag == "textarea":
            return field.text or ""
        if field.tag == "select":
            return next((each.get("value", "") for each in field.iter("option") if "selected" in each.attrib), "")
        if field.get("type") in {"radio", "checkbox"}:
            ticked = [each for each in self.all("input", name=name) if "checked" in each.attrib]
            return ticked[0].get("value", "") if ticked else ""
        return field.get("value", "")

    def hidden(self) -> dict[str, str]:
        """Hidden fields, such as the one against forged forms."""
        return {each.get("name", ""): each.get("value", "") for each in self.all("input", type="hidden")}

    def errors(self) -> list[str]:
        """The fields that the error summary names, in its order."""
        summary = [each for each in self.document.iter("div") if "data-error-summary" in each.attrib]
        return [each.get("href", "").lstrip("#") for box in summary for each in box.iter("a")]

    def isolates(self, words: str) -> bool:
        """Whether a person's words stand only where their direction cannot disturb the sentence around them."""
        places = [parents for text, parents in _with_parents(self.document) if words in text]
        return bool(places) and all(
            any(each.tag in {"bdi", "title"} or each.get("dir") == "auto" for each in parents) for parents in places
        )


class PageClient:
    """Fetches pages as a browser would, over https, keeping cookies."""

    def __init__(self, app: Any, **headers: str) -> None:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        sent = {
            "accept": "text/html,application/xhtml+xml",
            **{name.replace("_", "-"): v for name, v in headers.items()},
        }
        self.http = httpx.AsyncClient(transport=transport, base_url="https://register.example", headers=sent)

    async def get(self, url: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Page:
        """A page; AssertionError names everything that is wrong with it."""
        return checked(await self.http.get(url, headers=headers), status)

    async def post(self, url: str, data: Mapping[str, str | Sequence[str]], *, status: int = 200) -> Page:
        """The page that answers a form."""
        headers = {"sec-fetch-site": "same-origin", "origin": "https://register.example"}
        return checked(await self.http.post(url, data=dict(data), headers=headers), status)

    async def untranslated(self, url: str) -> list[str]:
        """Words of a page that no translator can reach."""
        with replaced(Pseudo()):
            response = await self.http.get(url)
        return list(untranslated(parsed(response.text)))

    async def close(self) -> None:
        await self.http.aclose()


def checked(response: httpx.Response, status: int = 200) -> Page:
    """The page of a response, every check passed."""
    found = list(faults(response, status))
    assert not found, f"{response.request.url}: " + "; ".join(found)
    return Page(response, parsed(response.text))


@lru_cache(maxsize=16)
def parsed(text: str) -> ET.Element:
    """The document, to be read only: that of a page which was just judged is not made again.

    Raises html5lib’s ParseError where it is not valid.
    """
    document: ET.Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return document


def faults(response: httpx.Response, status: int = 200) -> Iterator[str]:
    """Everything that is wrong with a page."""
    if response.status_code != status:
        yield f"status {response.status_code} instead of {status}"
    if len(response.content) > MOST_BYTES:
        yield f"{len(response.content)} bytes"
    for name, value in HEADERS.items():
        if response.headers.get(name) != value:
            yield f"{name}: {response.headers.get(name)}"
    try:
        document = parsed(response.text)
    except html5lib.html5parser.ParseError as error:
        yield f"not valid HTML: {error}"
        return
    yield from _frame_faults(response, document)
    yield from _reference_faults(document)
    yield from _form_faults(document)
    yield from _summary_faults(document)
    yield from _inline_faults(document)
    leaked = _LEAKS.search(" ".join(text for text, parents in _with_parents(document) if parents[-1].tag != "bdi"))
    if leaked:
        yield f"leaks {leaked[0]!r}"


def _frame_faults(response: httpx.Response, document: ET.Element) -> Iterator[str]:
    locale = LOCALES.get(response.headers.get("content-language", ""))
    if locale is None or (document.get("lang"), document.get("dir")) != (locale.tag, locale.direction):
        yield f"lang {document.get('lang')!r} and dir {document.get('dir')!r} do not fit the answer's language"
    headings = list(document.iter("h1"))
    if len(headings) != 1 or not "".join(headings[0].itertext()).strip():
        yield f"{len(headings)} level-one headings"
    title = document.find("head/title")
    if title is None or not (title.text or "").split(" – ")[0].strip():
        yield "no title"
    elif "<" in (title.text or ""):
        yield f"markup in the title: {title.text}"
    for tag in ("main", "header", "footer"):
        if len(list(document.iter(tag))) != 1:
            yield f"not exactly one <{tag}>"


def _reference_faults(document: ET.Element) -> Iterator[str]:
    ids = [each.get("id", "") for each in document.iter() if "id" in each.attrib]
    for twice in sorted({each for each in ids if ids.count(each) > 1}):
        yield f"id {twice!r} twice"
    for element in document.iter():
        for name in _REFERENCES:
            for target in element.get(name, "").split():
                if target not in ids:
                    yield f"{name} points to {target!r}, which is not there"
        address = element.get("href", "")
        if address.startswith("#") and address[1:] not in ids:
            yield f"a link to {address!r}, which is not there"


def _form_faults(document: ET.Element) -> Iterator[str]:
    labelled = {each.get("for") for each in document.iter("label") if "".join(each.itertext()).strip()}
    for field in (each for each in document.iter() if each.tag in _FIELDS and each.get("type") != "hidden"):
        if field.get("id") not in labelled and not field.get("aria-label") and not field.get("aria-labelledby"):
            yield f"field {field.get('name')!r} has no label"
    for form in document.iter("form"):
        if not form.get("action", "").startswith("/") or form.get("method") not in {"get", "post"}:
            yield "a form without an action of ours or without a method"
    for fieldset in document.iter("fieldset"):
        if fieldset.find("legend") is None:
            yield "a group of fields without a legend"
    for each in (*document.iter("button"), *document.iter("a")):
        if not "".join(each.itertext()).strip() and not each.get("aria-label"):
            yield f"<{each.tag}> without words"


def _summary_faults(document: ET.Element) -> Iterator[str]:
    """Each fault at the top names the question of its field, in the words that stand beside the field."""
    asked = {_squeezed(each) for tag in _QUESTIONS for each in document.iter(tag)}
    for entry in (each for box in document.iter("div") if "data-error-summary" in box.attrib for each in box.iter("a")):
        if not entry.get("href", "").startswith("#"):
            continue
        question = next((each for each in entry.iter("span") if each.get("class") == "question"), None)
        if question is None:
            yield f"the summary of faults does not name the question of {entry.get('href')}"
        elif not any(_squeezed(question) in each for each in asked):
            yield f"the summary of faults names {_squeezed(question)!r}, which the page does not ask"


def _squeezed(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _inline_faults(document: ET.Element) -> Iterator[str]:
    for element in document.iter():
        if "style" in element.attrib or element.tag == "style":
            yield f"inline style in <{element.tag}>"
        if element.tag == "script" and ("src" not in element.attrib or (element.text or "").strip()):
            yield "inline script"
        for name in element.attrib:
            if name.startswith("on"):
                yield f"inline {name}"
        for name in ("src", "href"):
            address = element.get(name, "")
            if element.tag != "a" and address and not address.startswith("/"):
                yield f"loads {address!r} from elsewhere"


def _texts(element: ET.Element) -> Iterator[str]:
    for text, parents in _with_parents(element):
        if not any(each.tag in {"script", "style"} for each in parents):
            yield text + " "


def _with_parents(
    element: ET.Element, above: tuple[ET.Element, ...] = ()
) -> Iterator[tuple[str, tuple[ET.Element, ...]]]:
    """Every text in the order of the page, with the elements around it."""
    inside = (*above, element)
    if isinstance(element.tag, str):
        if element.text:
            yield element.text, inside
        for child in element:
            yield from _with_parents(child, inside)
            if child.tail:
                yield child.tail, inside


def untranslated(document: ET.Element) -> Iterator[str]:
    """Words outside the brackets of `Pseudo`, except what is nobody's to translate: names, codes, people's words."""
    depth = 0
    for text, parents in _with_parents(document):
        exempt = any(_is_own(each) for each in parents)
        for piece in re.split(f"([{_OPEN}{_CLOSE}])", text):
            if piece in {_OPEN, _CLOSE}:
                depth += 1 if piece == _OPEN else -1
            elif depth == 0 and not exempt and re.search(r"[^\W\d_]{2,}", piece):
                yield piece.strip()
    for element in document.iter():
        for name in _SPOKEN_ATTRIBUTES:
            if element.get(name) and not element.get(name, "").startswith(_OPEN):
                yield f"{name}={element.get(name)!r}"


def _is_own(element: ET.Element) -> bool:
    classes = element.get("class", "").split()
    return (
        element.tag in _OWN_WORDS
        or element.get("dir") == "auto"
        or ("lang" in element.attrib and element.tag != "html")
        or "data-currency-of" in element.attrib
        or "organization" in classes
    )
