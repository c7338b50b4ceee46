"""People at real browsers in front of the register as it is served: sign in, read, fill in, press.

Fields and buttons are found by the names that the server reads, never by words, so that the same steps work in every
language and while translations change.
"""

import contextlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ElementHandle, Page, StorageState, sync_playwright

from tests.process.serving import Serving, serving

_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), "")
"""The engine without windows and their composing comes first: it draws the same pages in two thirds of the time."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PICTURED = bool(os.environ.get("PICTURES"))
"""Whether stories are photographed: it takes as long as the stories themselves and shows nothing to a test."""
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_REFERENCE = re.compile(r"D-[0-9A-Z]{4}-[0-9A-Z]{4}")

DECLARANT = "declarant@demo.example"
ASSISTANT = "assistant@demo.example"
OFFICER = "ethics_officer@demo.example"
HEAD = "executive_head@demo.example"
DESIGNATE = "governing_body_designate@demo.example"
ADMINISTRATOR = "administrator@demo.example"
POLICY_OWNER = "policy_owner@demo.example"
AUDITOR = "auditor@demo.example"
ASSET_FILER = "asset_filer@demo.example"
ASSET_READER = "asset_reader@demo.example"


@dataclass
class Visitor:
    """One person at one screen."""

    page: Page
    address: str

    @property
    def path(self) -> str:
        """Where the person is."""
        return self.page.url.removeprefix(self.address)

    @property
    def reference(self) -> str:
        """The reference that the page is about."""
        found = _REFERENCE.search(self.page.url) or _REFERENCE.search(self.page.locator("main").inner_text())
        assert found, f"no reference on {self.path}"
        return found[0]

    def go(self, path: str, status: int = 200) -> None:
        """Open a page."""
        answer = self.page.goto(self.address + path)
        assert answer, path
        assert answer.status == status, f"{path}: {answer.status}"

    def fill(self, **answers: str) -> None:
        """Answer questions by the names of their fields; a radio or a checkbox by its value."""
        for name, value in answers.items():
            field = self.page.locator(f'[name="{name}"]')
            kind = field.first.evaluate("field => field.type")
            if kind in {"radio", "checkbox"}:
                self.page.locator(f'[name="{name}"][value="{value}"]').check()
            elif kind == "select-one":
                field.select_option(value)
            else:
                field.first.fill(value)

    def press(self, action: str = "", then: str = "") -> None:
        """Send the form to an address, by its main button or by the one that says `then`; wait for the answer."""
        form = f'main form[action="{action}"]' if action else "main form[method=post]"
        button = f'button[name=then][value="{then}"]' if then else ".buttons button[type=submit]"
        with self.page.expect_navigation():
            self.page.locator(f"{form} {button}").first.click()

    def follow(self, href: str) -> None:
        """Follow a link of the page."""
        with self.page.expect_navigation():
            links = self.page.locator(f'a[href="{href}"], a.row-link[href^="{href}?"]')
            links.locator("visible=true").first.click()

    def unfold(self, act: str) -> None:
        """Open the folded form of an act at the desk."""
        form = self.page.locator(f"form[action$='/{act}']")
        self.page.locator("details.act", has=form).locator("summary").first.click()

    def sign_in(self, email: str, password: str) -> None:
        """Through the form."""
        self.go("/sign-in")
        self.fill(email=email, password=password)
        self.press("/sign-in")
        assert not self.path.startswith("/sign-in"), self.page.locator("main").inner_text()

    def come_in(self, email: str, password: str) -> None:
        """Send the form of the sign-in without looking at it, which takes a quarter of the time."""
        asks, here = self.page.context.request, f"{self.address}/sign-in"
        hidden = dict(_HIDDEN.findall(asks.get(here).text()))
        as_from_the_page = {"origin": self.address, "sec-fetch-site": "same-origin"}
        answer = asks.post(here, form={**hidden, "email": email, "password": password}, headers=as_from_the_page)
        assert answer.ok, answer.status
        assert not answer.url.startswith(here), email

    def says(self) -> str:
        """The words of the page."""
        return self.page.locator("main").inner_text()

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.page.locator(f'[name="{name}"]').first.input_value()

    def wrong_fields(self) -> list[str]:
        """The fields that the error summary leads to."""
        links: list[ElementHandle] = self.page.locator("[data-error-summary] a").element_handles()
        return [(link.get_attribute("href") or "").removeprefix("#") for link in links]

    def call(self, path: str, body: Any = None, **headers: str) -> Any:
        """Ask the interface for programs from within the page, with body and etag; to arrange what pages show."""
        return self.page.evaluate(_CALL, [path, body, headers])


_CALL = """async ([path, body, headers]) => {
  const sent = {"x-csrf-token": document.querySelector("[name=csrf]").value, accept: "application/json", ...headers}
  if (body) sent["content-type"] = "application/json"
  const method = body === null ? "GET" : "POST"
  const answer = await fetch(path, {method, headers: sent, body: body && JSON.stringify(body)})
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
  return {etag: answer.headers.get("etag"), body: text ? JSON.parse(text) : null}
}"""


@dataclass
class Served:
    """The demonstration as `make run` serves it, its sign-ins, and who has signed in to it."""

    server: Serving
    passwords: dict[str, str]
    signed_in: dict[str, StorageState] = field(default_factory=dict)


@dataclass
class Demonstration:
    """A demonstration, and one browser to look at it."""

    served: Served
    browser: Browser

    @property
    def server(self) -> Serving:
        return self.served.server

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def context(self, **options: Any) -> BrowserContext:
        """A browser of its own: nobody is signed in."""
        found = self.browser.new_context(**({"locale": "en"} | options))
        found.set_default_timeout(30_000)
        return found

    def stranger(self, **options: Any) -> Visitor:
        """Somebody who has not signed in."""
        return Visitor(self.context(**options).new_page(), self.address)

    def person(self, email: str, language: str, **options: Any) -> Visitor:
        """Somebody signed in, who chose a language in the header; who was here before is still signed in."""
        known = self.served.signed_in
        visitor = self.stranger(storage_state=known.get(email), **options)
        if email not in known:
            visitor.come_in(email, self.served.passwords[email])
            known[email] = visitor.page.context.storage_state()
        visitor.go(f"/?lang={language}")
        return visitor


@contextlib.contextmanager
def demonstration(folder: Path, *, empty: bool = True) -> Iterator[Served]:
    """Serve the demonstration until the end of the block: `empty` without cases and meeting, else from nothing."""
    with serving(folder, "--demo", "--empty" if empty else "--no-past", from_nothing=not empty) as server:
        server.wait_until_ready(120)
        yield Served(server, json.loads((folder / "var" / "demonstration.json").read_bytes()))


@contextlib.contextmanager
def looked_at(served: Served) -> Iterator[Demonstration]:
    """A browser in front of a demonstration, until the end of the block."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield Demonstration(served, browser)
        browser.close()
