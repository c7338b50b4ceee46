"""Looking at a page in four languages: opened in one of them, put in its place in the others.

Opening a page and warming the judge cost more than judging it. Where a page is put in the place of another, the browser
lays it out and judges it as it stands, its scripts run over it again, and the languages take turns at being opened.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from types import MappingProxyType
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, StorageState

from register.kernel.i18n import LOCALES
from tests.browser.looking import WORDED
from tests.browser.visiting import Demonstration, Visitor

MOST_BYTES = 100_000
AXE = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SCHEMES = {"ar": "light", "en": "light", "fr": "dark", "es": "dark"}
_STRUCTURE_IN = {"ar": {"ar"}, "en": {"fr"}, "fr": {"fr"}, "es": {"ar"}}
"""By the language a page is opened in first: in which one it is judged by all rules, in turn one of each direction.

Its structure is the same in all; what words can break is judged in each.
"""
FULL = os.environ.get("PROOF") == "full"
"""Whether every page is judged by all rules in every language."""
_NARROW = 320
_AS_ANYWHERE: Mapping[str, int] = MappingProxyType({})


@dataclass
class SignedIn:
    """A demonstration, and everyone signed in to it."""

    demo: Demonstration
    states: dict[str, StorageState]


class Watcher:
    """Looks at pages with the eyes of one person and writes down what is wrong; on a phone unless told otherwise."""

    def __init__(self, arranged: SignedIn, widths: Mapping[str, int] = _AS_ANYWHERE) -> None:
        self._arranged = arranged
        self._widths = widths
        self._visitors: dict[str, Visitor] = {}
        self._views: dict[str, tuple[int, str]] = {}
        self._said: list[str] = []
        self._turns = count()

    def visitor(self, email: str) -> Visitor:
        """The person at a screen of their own."""
        if email not in self._visitors:
            state = {"storage_state": self._arranged.states[email]} if email else {}
            context = self._arranged.demo.context(**state)
            context.add_init_script(_LISTEN)
            context.add_init_script(AXE_SCRIPT)
            visitor = Visitor(context.new_page(), self._arranged.demo.address)
            visitor.page.on("console", lambda message: self._said.append(message.text))
            visitor.page.on("pageerror", lambda error: self._said.append(str(error)))
            visitor.page.set_default_timeout(30_000)
            self._visitors[email] = visitor
        return self._visitors[email]

    def look(self, email: str, path: str, status: int = 200) -> Iterator[str]:
        """What is wrong with a page in any language."""
        visitor, (first, *others) = self.visitor(email), self._languages()
        page, whole = visitor.page, set(SCHEMES) if FULL else _STRUCTURE_IN[first]
        self._open(email, path, first, status)
        found = self.faults(page, first, status, whole=first in whole)
        yield from (f"{email} {path} {first}: {fault}" for fault in found)
        for language in others:
            self._said.clear()
            self._view(email, language)
            answer = page.evaluate(_PUT, _in(language, path))
            if answer != status:
                yield f"{email} {path} {language}: {answer}"
            found = self.faults(page, language, status, whole=language in whole)
            yield from (f"{email} {path} {language}: {fault}" for fault in found)

    def send(self, email: str, path: str, action: str) -> Iterator[str]:
        """What is wrong with the page that answers a form with nothing in it, in the language whose turn it is."""
        visitor, (language, *_) = self.visitor(email), self._languages()
        self._open(email, path, language)
        self._said.clear()
        visitor.press(action)
        where = f"{email} {path} {language}, sent"
        if not visitor.wrong_fields():
            yield f"{where}: nothing was refused"
        yield from (f"{where}: {fault}" for fault in visitor.page.evaluate(_LEADS))
        yield from (f"{where}: {fault}" for fault in self.faults(visitor.page, language, 422, whole=True))

    def answered(self, email: str, language: str) -> Iterator[str]:
        """What is wrong with the answer of the pre-check."""
        visitor = self.visitor(email)
        self._open(email, "/check", language)
        self._said.clear()
        visitor.press("/check")
        yield from (f"{email} answer: {fault}" for fault in self.faults(visitor.page, language, 200))

    def faults(self, page: Page, language: str, status: int, *, whole: bool = False) -> Iterator[str]:
        """What is wrong with the page as it stands."""
        found: dict[str, Any] = page.evaluate(_MEASURE, AXE if whole else AXE | WORDED)
        locale = LOCALES[language]
        if found["spoken"] != [locale.tag, locale.direction]:
            yield f"lang and dir are {found['spoken']}"
        if found["bytes"] > MOST_BYTES:
            yield f"{found['bytes']} bytes"
        if found["sideways"] > 0:
            yield f"{found['sideways']} px too wide: {found['widest']}"
        yield from (f"CSP: {each}" for each in found["violations"])
        yield from (f"axe: {each}" for each in found["axe"])
        yield from (f"console: {each}" for each in self._said if not (status >= 400 and "status of" in each))

    def _languages(self) -> list[str]:
        """All of them; which is the first goes round."""
        known, turn = list(LOCALES), next(self._turns) % len(LOCALES)
        return known[turn:] + known[:turn]

    def _open(self, email: str, path: str, language: str, status: int = 200) -> None:
        self._view(email, language)
        self._said.clear()
        self.visitor(email).go(_in(language, path), status)

    def _view(self, email: str, language: str) -> None:
        """The screen of a language: how wide, and dark or light."""
        wanted = self._widths.get(language, _NARROW), SCHEMES[language]
        if self._views.get(email) != wanted:
            page = self.visitor(email).page
            page.set_viewport_size({"width": wanted[0], "height": 900})
            page.emulate_media(color_scheme="dark" if wanted[1] == "dark" else "light")
            self._views[email] = wanted


def _in(language: str, path: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


_LISTEN = """window.violations = []
addEventListener("securitypolicyviolation", each => violations.push(`${each.violatedDirective} ${each.blockedURI}`))"""
_LEADS = """() => [...document.querySelectorAll("[data-error-summary] a[href^='#']")].flatMap(link => {
  link.click()
  const led = document.activeElement?.id === link.hash.slice(1)
  const named = link.querySelector(".question")?.textContent.trim()
  return [led ? [] : `${link.hash} is not focused`, named ? [] : `${link.hash} is not named`].flat()
})"""
_PUT = """async path => {
  const answer = await fetch(path, {headers: {accept: "text/html"}})
  const html = await answer.text()
  const page = new DOMParser().parseFromString(html, "text/html")
  window.violations = []
  window.own = new Blob([html]).size
  const stands = (old, fresh) => {
    for (const {name} of [...old.attributes]) old.removeAttribute(name)
    for (const {name, value} of fresh.attributes) old.setAttribute(name, value)
  }
  stands(document.documentElement, page.documentElement)
  stands(document.body, page.body)
  document.title = page.title
  document.body.innerHTML = page.body.innerHTML
  scrollTo(0, 0)
  const language = page.documentElement.lang
  await Promise.all([...page.querySelectorAll("script[type=module]")].map(each => import(`${each.src}?in=${language}`)))
  const shown = [...document.images].filter(each => each.loading !== "lazy")
  await Promise.all(shown.map(each => each.decode().catch(() => 0)))
  return answer.status
}"""
_MEASURE = """async options => {
  const size = kind => performance.getEntriesByType(kind).reduce(
    (sum, each) => sum + Math.max(each.decodedBodySize, each.transferSize), 0)
  window.loaded ??= size("resource")
  const width = document.documentElement.clientWidth
  const isFromTheRight = document.documentElement.dir === "rtl"
  const beyond = box => box.width > 0 && (isFromTheRight ? box.left < -1 : box.right > width + 1)
  const wide = [...document.querySelectorAll("body *")].filter(each =>
    !each.closest(".sheet, .away, .skip") && beyond(each.getBoundingClientRect()))
  const judged = await axe.run(document, options)
  return {
    spoken: [document.documentElement.lang, document.documentElement.dir],
    bytes: loaded + (window.own ?? size("navigation")),
    sideways: document.documentElement.scrollWidth - innerWidth,
    widest: wide.slice(-1).map(each => each.outerHTML.slice(0, 120)).join(),
    violations: window.violations,
    axe: judged.violations.flatMap(each => each.nodes.map(node => `${each.id} ${node.html.slice(0, 160)}`)),
  }
}"""
