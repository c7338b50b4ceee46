"""The page of mail that was not delivered, and the page of what the demonstration would have mailed."""

import re
from typing import Any

import pytest

from register import vault
from register.access.csrf import csrf_field
from register.kernel.db import transaction
from register.kernel.i18n import LOCALES, msg
from register.kernel.identity import Identity
from register.notices.configuration import configure as configure_mail
from register.notices.mailer import Mailer
from register.notices.pages import DEMONSTRATION_PAGES, PAGES
from register.notices.service import post
from register.notices.transports import DemonstrationTransport
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.db.mailing import SETTINGS
from tests.factories import World
from tests.web.visitors import access_app, press, signed_in, visiting

TROUBLES = "/administration/mail"


@pytest.fixture
def app(world: World) -> Any:
    access_app()  # configures sign-in
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    configure_mail(SETTINGS)
    vault.configure(vault.Keyring([vault.MasterKey(b"m" * 32)]))
    return rooms(*PAGES, *DEMONSTRATION_PAGES)


async def told(recipient: Identity, reference: str = "D-7K3M-Q2PX") -> None:
    assert recipient.person is not None
    async with transaction(recipient) as tx:
        await post(
            tx,
            recipient=recipient.person,
            subject=msg("Your declaration %(reference)s has been received", reference=reference),
            body=[msg("Read it there.")],
            link=f"/declarations/{reference}",
        )


async def given_up(world: World) -> None:
    await world.superuser.execute("update outbox set failed_at = now(), tries = 8, last_error = 'recipient:550'")


@pytest.mark.parametrize("tag", sorted(LOCALES))
async def test_the_administrator_sees_whom_mail_did_not_reach_and_nothing_of_what_it_says(
    app: Any, world: World, tag: str
) -> None:
    await told(await world.person(first_name="Zoé", family_name="Ndiaye"))
    await given_up(world)
    async with signed_in(app, world, await world.person("administrator")) as client:
        page = await client.get(f"{TROUBLES}?lang={tag}")
    assert "Zoé Ndiaye" in page.text
    assert "550" in page.text
    assert "7K3M" not in page.text
    assert page.isolates("Zoé Ndiaye")


async def test_the_administrator_has_one_or_all_tried_again(app: Any, world: World) -> None:
    person = await world.person()
    await told(person)
    await told(person)
    await given_up(world)
    waiting = "select count(*) from outbox where failed_at is null and tries = 0"
    async with signed_in(app, world, await world.person("administrator")) as client:
        notice = (await client.get(TROUBLES)).hidden()["notice"]
        answer = await press(client, TROUBLES, f"{TROUBLES}/retry", notice=notice)
        assert (answer.status_code, answer.headers["location"]) == (303, TROUBLES)
        assert await world.superuser.fetchval(waiting) == 1
        await press(client, TROUBLES, f"{TROUBLES}/retry")
        assert await world.superuser.fetchval(waiting) == 2


@pytest.mark.parametrize("notice", ["x", "0", "00000000-0000-0000-0000-000000000000", "{}" * 400])
async def test_a_notice_that_is_not_there_is_not_found(app: Any, world: World, notice: str) -> None:
    async with signed_in(app, world, await world.person("administrator")) as client:
        assert (await press(client, TROUBLES, f"{TROUBLES}/retry", notice=notice)).status_code == 404


@pytest.mark.parametrize("role", ["declarant", "ethics_officer", "auditor", "executive_head"])
async def test_nobody_else_comes_there(app: Any, world: World, role: str) -> None:
    async with signed_in(app, world, await world.person(role)) as client:
        assert (await client.http.get(TROUBLES)).status_code == 404


async def test_an_empty_page_says_so(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person("administrator")) as client:
        assert "Everything was delivered" in (await client.get(TROUBLES)).text


@pytest.mark.parametrize("tag", sorted(LOCALES))
async def test_a_visitor_of_the_demonstration_finds_the_letters_and_their_links(
    app: Any, world: World, tag: str
) -> None:
    await told(await world.person(language="ar", first_name="أمينة", family_name="حداد"))
    async with visiting(app) as client:
        assert "No letter yet" in (await client.get("/demonstration/mail?lang=en")).text
        await Mailer(DemonstrationTransport(), SETTINGS).send_due()
        page = await client.get(f"/demonstration/mail?lang={tag}")
    assert page.one("a", href="/declarations/D-7K3M-Q2PX") is not None
    (title,) = [heading for heading in page.all("h2") if heading.get("lang") == "ar"]
    assert title.get("dir") == "rtl"


async def test_every_letter_of_the_demonstration_is_reached_page_by_page_and_those_to_one_person_alone(
    app: Any, world: World
) -> None:
    one, other = await world.person(first_name="Zoé", family_name="Ndiaye"), await world.person()
    names = [f"D-{number:07}-X" for number in range(60)]
    for number, name in enumerate(names):
        await told(one if number % 20 == 0 else other, name)
    while await Mailer(DemonstrationTransport(), SETTINGS).send_due():
        pass
    async with visiting(app) as client:
        seen: list[str] = []
        address, pages = "/demonstration/mail", 0
        while address:
            page = await client.get(address)
            found = re.findall(r"/declarations/(D-\d{7}-X)\"", page.response.text)
            assert 0 < len(found) <= 25
            seen, pages = seen + found, pages + 1
            older = page.all("a", rel="next")
            address = str(older[0].get("href")) if older else ""
        assert (seen, pages) == (names[::-1], 3), "each letter once, the newest first"
        back = await client.get(str(page.one("a", rel="prev").get("href")))
        assert re.findall(r"/declarations/(D-\d{7}-X)\"", back.response.text) == names[10:35][::-1]
        only = await client.get(f"/demonstration/mail?to={one.person}")
        assert re.findall(r"/declarations/(D-\d{7}-X)\"", only.response.text) == [names[40], names[20], names[0]]
        chosen = only.one("option", value=str(one.person))
        assert chosen is not None
        assert chosen.get("selected") is not None
        assert only.isolates("Zoé Ndiaye")


@pytest.mark.parametrize("wanted", ["x", "0", "{}" * 400])
async def test_no_recipient_of_that_kind_is_not_found(app: Any, wanted: str) -> None:
    async with visiting(app) as client:
        await client.get(f"/demonstration/mail?to={wanted}", status=404)
        await client.get("/demonstration/mail?at=nonsense", status=400)
        stranger = "/demonstration/mail?to=00000000-0000-0000-0000-000000000000"
        assert "No letter yet" in (await client.get(stranger)).text
