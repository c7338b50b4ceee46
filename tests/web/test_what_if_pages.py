"""A profile tried on other terms, in the browser and over the interface."""

import json
from typing import Any

import pytest

from declarations.codes.library import shipped
from declarations.codes.terms import terms_of
from declarations.whatif.service.running import work_off
from tests.factories import World
from tests.page_client import Page, checked
from tests.web.served import program, served_app
from tests.web.visitors import press, signed_in

HERE, API = "/what-if/profiles/un-style", "/api/v1/what-if"


@pytest.fixture
def app(world: World) -> Any:
    return served_app()


def fields_of(page: Page) -> dict[str, Any]:
    """What a browser would send of the form if nothing were touched."""
    form, found = page.one("form", action=HERE), dict[str, Any]()
    for field in form.iter("input"):
        name, kind = field.get("name", ""), field.get("type", "text")
        if kind not in {"checkbox", "radio"}:
            found[name] = field.get("value", "")
        elif field.get("checked") is not None:
            found.setdefault(name, []).append(field.get("value", ""))
    for select in form.iter("select"):
        found[select.get("name", "")] = page.value(select.get("name", ""))
    found.pop("csrf")
    return found


def nominal_of(page: Page) -> str:
    """The field of the nominal value that is set for everyone."""
    return next(name for name, value in fields_of(page).items() if name.endswith("_amount") and value == "30")


async def test_an_officer_tries_a_higher_threshold_and_sees_which_cases_it_changes(world: World, app: Any) -> None:
    officer, declarant = await world.person("ethics_officer"), await world.person()
    kept = await world.declaration(declarant, value={"amount": "45.00", "currency": "USD"})
    async with signed_in(app, world, officer) as client:
        assert f'href="{HERE}"' in (await client.get("/what-if")).response.text
        page = await client.get(HERE)
        fields = fields_of(page) | {nominal_of(page): "100"}
        fields |= {name: "" for name in fields if name.startswith(("since", "until"))}
        answer = await press(client, HERE, HERE, **fields)
        where = answer.headers["location"]
        assert answer.status_code == 303
        assert "Being worked off" in (await client.get(where)).text
        assert await work_off()
        for language in ("en", "ar", "fr", "es"):
            page = await client.get(f"{where}?lang={language}")
            assert kept.reference in page.text
        page = await client.get(f"{where}?lang=en")
        figures = next(each for each in page.all("table") if "Effects today" in "".join(each.itertext()))
        rows = [" ".join("".join(row.itertext()).split()) for row in figures.iter("tr")]
        assert ["0" in rows[1], "+1" in rows[1], "−1" in rows[2]] == [True] * 3, rows
        assert "These are the declarations that are open to you." in page.text
        for address in ("/what-if", HERE, where):
            assert await client.untranslated(address) == []
        assert (await press(client, where, f"{where}/discard")).status_code == 303
        assert where not in (await client.get("/what-if")).response.text


async def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(world: World, app: Any) -> None:
    async with signed_in(app, world, await world.person("policy_owner")) as client:
        page = await client.get(HERE)
        fields = fields_of(page) | {nominal_of(page): "much", "added": "[[rule"}
        wrong = checked(await press(client, HERE, HERE, **fields), 422)
        assert wrong.errors() == [nominal_of(page)]
        assert wrong.value(nominal_of(page)) == "much"
        fields |= {nominal_of(page): "60"}
        assert checked(await press(client, HERE, HERE, **fields), 422).errors() == ["added"]


async def test_a_policy_owner_learns_counts_and_no_case(world: World, app: Any) -> None:
    owner, declarant = await world.person("policy_owner"), await world.person()
    kept = [await world.declaration(declarant, value={"amount": "45.00", "currency": "USD"}) for _ in range(3)]
    terms = shipped().profile("un-style").versions[-1]
    body = {"profile": "un-style", "terms": {**_plain(terms_of(terms)), "figures": []}, "off": _speaking(terms)}
    async with program(app, owner) as client:
        asked = await client.post(API, json=body, headers={"idempotency-key": "one"})
        assert asked.status_code == 202, asked.text
        again = await client.post(API, json=body, headers={"idempotency-key": "one"})
        assert again.json()["what_if"]["id"] == asked.json()["what_if"]["id"]
        where = f"{API}/{asked.json()['what_if']['id']}"
        assert await work_off()
        found = (await client.get(where)).json()
        assert (found["what_if"]["status"], found["rounded"], found["judged"], found["cases"]) == (
            "done",
            True,
            None,
            [],
        )
        assert (found["what_if"]["progress"], found["what_if"]["total"]) == (0, 0)
        told = (await client.get(where)).text
        assert not any(each.reference in told for each in kept)
        assert (await client.get(API)).json()["items"][0]["status"] == "done"
        assert (await client.delete(where)).status_code == 204
        assert (await client.get(where)).status_code == 404


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"profile": "none"}, "profile"),
    ({"off": ["ICSC-999"]}, "off"),
    ({"added": "[["}, "added"),
    ({"since": "2026-02-01", "until": "2026-01-01"}, "until"),
]


async def test_a_sandbox_that_cannot_be_used_is_refused_by_field(world: World, app: Any) -> None:
    terms = _plain(terms_of(shipped().profile("un-style").versions[-1]))
    async with program(app, await world.person("ethics_officer")) as client:
        for number, (changed, field) in enumerate(FAULTS):
            body: dict[str, Any] = {"profile": "un-style", "terms": terms, **changed}
            refused = await client.post(API, json=body, headers={"idempotency-key": str(number)})
            assert (refused.status_code, refused.json()["fields"][0]["name"]) == (422, field)


def _plain(terms: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(terms.to_json())
    return found


def _speaking(version: Any) -> list[str]:
    """The rules whose sentences speak of a figure."""
    rules = {rule.id: rule for rules in version.rules.values() for rule in rules}
    return sorted(name for name, rule in rules.items() if "%(" in rule.message.id)
