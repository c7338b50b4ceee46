"""Thresholds are set by two people: one proposes with the instrument, another adopts; nothing reaches back."""

import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from declarations.codes.adopted import forget, library_in
from declarations.codes.decisions import FigureName
from declarations.codes.store_versions import ProposalClaims
from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.identity import Identity
from register.ledger.seal_log import SealLog
from register.ledger.signing import PublicKeys, SigningKey
from register.ledger.verification import verify
from tests.factories import World
from tests.page_client import Page, PageClient, checked
from tests.web.served import program, served_app
from tests.web.visitors import press, send, signed_in

_FORM = "/profiles/un-style/next"
_KEY = SigningKey(bytes(range(32)))


@pytest.fixture
def app(world: World) -> Any:
    return served_app()


@contextlib.asynccontextmanager
async def owner_at(app: Any, world: World) -> AsyncIterator[PageClient]:
    async with signed_in(app, world, await world.person("policy_owner")) as client:
        yield client


def tomorrow(days: int = 1) -> dict[str, str]:
    day = clock.today() + timedelta(days=days)
    return {
        "effective_from_day": str(day.day),
        "effective_from_month": str(day.month),
        "effective_from_year": str(day.year),
    }


def fields_of(page: Page) -> dict[str, Any]:
    """What a browser would send of the form if nothing were touched."""
    form, found = page.one("form", action=_FORM), dict[str, Any]()
    for field in form.iter("input"):
        name, kind = field.get("name", ""), field.get("type", "text")
        if kind in {"checkbox", "radio"}:
            if field.get("checked") is not None:
                found.setdefault(name, []).append(field.get("value", ""))
        else:
            found[name] = field.get("value", "")
    for select in form.iter("select"):
        chosen = [each for each in select.iter("option") if each.get("selected") is not None]
        found[select.get("name", "")] = (chosen or list(select.iter("option")))[0].get("value", "")
    return found


async def filled(client: PageClient, **changed: Any) -> dict[str, Any]:
    """The form as the page fills it in, with an instrument, from tomorrow on."""
    page = await client.get(_FORM)
    return fields_of(page) | {"instrument": "Service Order 26/04", "step": "check"} | tomorrow() | changed


async def proposed(client: PageClient, **changed: Any) -> str:
    answer = await send(client, _FORM, await filled(client, figure0_amount="60", step="propose", **changed))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def nominal(identity: Identity) -> Decimal:
    async with transaction(identity) as tx:
        version = (await library_in(tx)).profiles["un-style"].versions[-1]
    found = version.figure(FigureName.NOMINAL)
    assert found is not None
    return found.amount


async def test_what_one_proposes_another_adopts(world: World, app: Any) -> None:
    async with owner_at(app, world) as first:
        where = await proposed(first)
        page = await first.get(where)
        assert "Somebody else has to adopt it" in page.text
        seen = {"seen": page.hidden()["seen"]}
        assert (await press(first, where, f"{where}/adoption", **seen)).status_code == 404
        assert await nominal(await world.person()) == 30
    async with owner_at(app, world) as second:
        assert (await press(second, where, f"{where}/adoption", **seen)).status_code == 303
        assert "Service Order 26/04" in (await second.get("/profiles")).text
    assert await nominal(await world.person()) == 60


async def test_a_list_is_narrowed_by_the_bands_of_the_adopted_thresholds(world: World, app: Any) -> None:
    async with owner_at(app, world) as first:
        where = await proposed(first)
        seen = {"seen": (await first.get(where)).hidden()["seen"]}
    async with owner_at(app, world) as second:
        assert (await press(second, where, f"{where}/adoption", **seen)).status_code == 303
    forget()  # another process, which has judged nothing yet
    async with signed_in(app, world, await world.person("ethics_officer")) as desk:
        until = (clock.today() + timedelta(days=1)).isoformat()
        narrowed = await desk.get(f"/desk?lang=en&band=60&event_to={until}")
        assert narrowed.value("band") == "60"
        assert "Above 30 / 50, up to 60" not in narrowed.text
        assert "Above 30, up to 60" in narrowed.text
        assert "up to 60" not in (await desk.get("/desk?lang=en")).text, "control: not in force today"
        await desk.get("/desk?lang=en&band=61", status=422)


async def test_the_executive_head_adopts_but_does_not_propose(world: World, app: Any) -> None:
    async with owner_at(app, world) as owner:
        where = await proposed(owner)
    async with signed_in(app, world, await world.person("executive_head")) as head:
        page = await head.get(where)
        assert (await head.http.get(_FORM)).status_code == 404
        answer = await press(head, where, f"{where}/rejection", seen=page.hidden()["seen"], reason="")
        assert answer.status_code == 422
        assert "Write why this version is not adopted." in answer.text
        answer = await press(head, where, f"{where}/rejection", seen=page.hidden()["seen"], reason="Too high.")
        assert answer.status_code == 303
        assert "Too high." in (await head.get(where)).text
    assert await nominal(await world.person()) == 30


async def test_whoever_proposed_takes_it_back(world: World, app: Any) -> None:
    async with owner_at(app, world) as owner:
        where = await proposed(owner)
        page = await owner.get(where)
        assert (await press(owner, where, f"{where}/withdrawal", seen=page.hidden()["seen"])).status_code == 303
        assert "Withdrawn" in (await owner.get(where)).text
        assert await proposed(owner)  # the day is free again


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"instrument": ""}, "Name the instrument that adopts this version"),
        (tomorrow(0), "A version takes effect tomorrow at the earliest"),
        ({"figure0_amount": "sixty"}, "amount"),
        ({"currency": "XXY"}, "Write the three letters of a currency"),
        ({"bands": "150; 30"}, "Write at most twelve amounts, rising"),
        ({"address": "javascript:alert(1)"}, "Write the whole address of the published text"),
        ({"year_month": "2", "year_day": "30"}, "Write the day and the month"),
        ({"figure0_amount": "30"}, "Nothing differs from the newest version"),
    ],
    ids=["no instrument", "today", "words", "currency", "bands", "address", "no such day", "nothing new"],
)
async def test_what_cannot_be_a_version_is_said_at_its_field(
    world: World, app: Any, changed: dict[str, str], said: str
) -> None:
    async with owner_at(app, world) as owner:
        answer = await send(owner, _FORM, await filled(owner, **({"figure0_amount": "60"} | changed)))
    assert answer.status_code == 422
    assert said in answer.text
    named = checked(answer, 422).errors()
    assert ("effective_from" in named) is ("A version takes effect" in said), named


async def test_the_preview_says_what_changes_and_names_nobody(world: World, app: Any) -> None:
    for _ in range(2):
        await world.declaration(await world.person(family_name="Okonkwo"), value={"amount": "45.00", "currency": "USD"})
    for _ in range(6):
        await world.declaration(
            await world.person(family_name="Okonkwo"), value={"amount": "900.00", "currency": "USD"}
        )
    async with owner_at(app, world) as owner:
        few = await send(owner, _FORM, await filled(owner, figure0_amount="950"))
        many = await send(owner, _FORM, await filled(owner, figure0_amount="60"))
    assert few.status_code == many.status_code == 200
    assert "8 gifts above" in few.text
    assert "0 gifts above" in few.text or "no gifts above" in few.text.lower()
    assert "6 gifts above" in many.text
    assert "Okonkwo" not in few.text + many.text


async def test_a_handful_of_gifts_is_not_counted(world: World, app: Any) -> None:
    for _ in range(3):
        await world.declaration(await world.person(family_name="Okonkwo"), value={"amount": "45.00", "currency": "USD"})
    async with owner_at(app, world) as owner:
        answer = await send(owner, _FORM, await filled(owner, figure0_amount="60"))
    assert "fewer than 5 gifts above" in answer.text
    assert "3 gifts above" not in answer.text


async def test_one_day_is_proposed_once_and_decided_once(world: World, app: Any) -> None:
    async with owner_at(app, world) as owner:
        where = await proposed(owner)
        again = await send(owner, _FORM, await filled(owner, figure0_amount="70", step="propose"))
        assert "Another version is already proposed for this day." in again.text
    async with owner_at(app, world) as other:
        seen = (await other.get(where)).hidden()["seen"]
        assert (await press(other, where, f"{where}/adoption", seen=seen)).status_code == 303
        token = (await other.get("/profiles")).hidden().get("csrf") or (await other.get("/account")).hidden()["csrf"]
        answer = await send(other, f"{where}/rejection", {"csrf": token, "seen": seen, "reason": "Late."})
        assert answer.status_code == 409


async def test_programs_propose_and_adopt_as_the_pages_do(world: World, app: Any) -> None:
    first, second = await world.person("policy_owner"), await world.person("executive_head")
    async with program(app, first) as one, program(app, second) as two:
        board = (await one.get("/api/v1/profiles")).json()
        newest = next(each for each in board["profiles"] if each["name"] == "un-style")["versions"][-1]["terms"]
        figures = [{**newest["figures"][0], "amount": "60"}, *newest["figures"][1:]]
        day = (clock.today() + timedelta(days=1)).isoformat()
        body = {
            "profile": "un-style",
            "terms": {**newest, "figures": figures, "effective_from": day},
            "instrument": "Service Order 26/04",
        }
        shown = await one.post("/api/v1/profiles/previews", json=body)
        assert [change["term"] for change in shown.json()["changes"]] == ["figure"]
        made = await one.post("/api/v1/profiles/proposals", json=body)
        assert made.status_code == 201
        where = f"/api/v1/profiles/proposals/{made.json()['id']}"
        seen = {"if-match": made.headers["etag"]}
        assert (await two.post("/api/v1/profiles/proposals", json=body)).status_code == 404
        assert (await two.post(f"{where}/adoption")).status_code == 428
        assert (await one.post(f"{where}/adoption", headers=seen)).status_code == 404
        adopted = await two.post(f"{where}/adoption", headers=seen)
        assert (adopted.status_code, adopted.json()["status"]) == (200, "adopted")
        assert (await two.post(f"{where}/adoption", headers=seen)).status_code == 409
    assert await nominal(await world.person()) == 60


async def test_a_figure_edited_behind_the_register_is_found(world: World, app: Any, tmp_path: Path) -> None:
    async with owner_at(app, world) as owner:
        await proposed(owner)
    log = SealLog(tmp_path / "seals.log")
    keys = PublicKeys({_KEY.id: _KEY.public})
    assert (await verify([ProposalClaims()], keys, log)).is_sound
    await world.superuser.execute("set session_replication_role = replica")
    await world.superuser.execute("update profile_version set content = replace(content, '\"60\"', '\"600\"')")
    await world.superuser.execute("set session_replication_role = origin")
    assert not (await verify([ProposalClaims()], keys, log)).is_sound


async def test_rates_are_looked_at_before_they_are_loaded(world: World, app: Any) -> None:
    table = "base,currency,effective_date,units\nUSD,EUR,2026-01-01,0.92\nUSD,CHF,2026-01-01,0.88\n"
    async with owner_at(app, world) as owner:
        looked = await press(owner, "/rates", "/rates", source="Treasury", table=table, step="check")
        assert looked.status_code == 200, looked.text
        wrong = await press(owner, "/rates", "/rates", source="Treasury", table=table + "USD,EUR,2026-02-30,1\n")
        assert wrong.status_code == 422
        loaded = await press(owner, "/rates", "/rates", source="Treasury", table=table, step="load")
        assert loaded.status_code == 200
        assert "Treasury" in (await owner.get("/rates")).text
    async with signed_in(app, world, await world.person("administrator")) as stranger:
        assert (await stranger.http.get("/rates")).status_code == 404
