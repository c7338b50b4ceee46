"""What a meeting is called in each of its languages: typed by language, and read by everyone in their own."""

from typing import Any

import pytest

from declarations.meetings.model import Meeting, Names
from declarations.meetings.secrets import link_path
from declarations.meetings.service.preparing import correct, read_meeting
from register.access import configure
from register.kernel.errors import Invalid
from register.kernel.identity import Identity
from tests.db.test_meetings import is_sound
from tests.factories import World
from tests.meetings import meeting, meeting_command, participant
from tests.page_client import Page
from tests.web.served import program, served_app
from tests.web.visitors import SETTINGS, email_of, send, signed_in, visiting

BODY, TITLE, PLACE = "الجمعية العامة", "الدورة الثانية عشرة", "جنيف"
ARABIC = {"ar": Names(BODY, TITLE, PLACE)}
TYPED = {
    "body": "General Assembly",
    "title": "Twelfth session",
    "place": "Geneva",
    "code": "interpol-meetings-2023",
    "starts_on": "2026-11-23",
    "ends_on": "2026-11-25",
    "languages": ["ar", "en", "fr", "es"],
    "first_language": "en",
    "body_ar": BODY,
    "title_ar": TITLE,
    "place_ar": PLACE,
}


@pytest.fixture
def app() -> Any:
    return served_app()


@pytest.fixture
async def office(world: World) -> Identity:
    configure(SETTINGS)
    return await world.person("ethics_officer")


@pytest.fixture
async def secretary(world: World) -> Identity:
    return await world.person("meeting_secretary")


def tongue(page: Page, words: str) -> str | None:
    """The language that is given for words of a page; fails where they are not there."""
    found = [each for each in page.all("bdi") if "".join(each.itertext()) == words]
    assert found, f"{words} is not in {page.text}"
    return next((each.get("lang") for each in found if each.get("lang")), None)


async def test_names_are_typed_by_language_and_read_in_it(
    world: World, app: Any, office: Identity, secretary: Identity
) -> None:
    address = await email_of(world, secretary.person)
    async with signed_in(app, world, office) as client:
        page = await client.get("/meetings/new?lang=en")
        assert "title_ar" in page.response.text
        assert "title_en" not in page.response.text, "the language of the page is the one of the fields above"
        sent = await send(client, "/meetings/new", {**TYPED, "csrf": page.hidden()["csrf"], "secretary": address})
        assert sent.status_code == 303, sent.text
        here = sent.headers["location"]
        page = await client.get(f"{here}?lang=ar")
        assert TITLE in page.heading
        assert [tongue(page, words) for words in (BODY, TITLE, PLACE)] == ["ar", "ar", "ar"]
        assert tongue(await client.get("/meetings?lang=ar"), TITLE) == "ar"
        assert tongue(await client.get(f"{here}?lang=fr"), "General Assembly") == "en", "French was not written"
    async with signed_in(app, world, secretary) as client:
        form = await client.get(f"{here}/edit?lang=en")
        assert TITLE in form.response.text
        seen, fields = form.hidden()["seen"], {**TYPED, "csrf": form.hidden()["csrf"]}
        await send(client, f"{here}/edit", {**fields, "seen": seen, "title_ar": "", "title_fr": "Douzième session"})
        page = await client.get(f"{here}?lang=fr")
        assert tongue(page, "Douzième session") == "fr"
        page = await client.get(f"{here}?lang=ar")
        assert tongue(page, "Twelfth session") == "en", "the title alone is read in the first language"
        assert tongue(page, BODY) == "ar"


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"languages": ["en", "fr"]}, "title_ar"),  # typed in a language that the meeting does not have
        ({"first_language": "ar"}, "title_ar"),  # typed twice in the first
        ({"languages": ["ar", "fr"]}, "first_language"),  # the words above are in none of its languages
    ],
)
async def test_names_are_in_the_other_languages_of_the_meeting(
    world: World, app: Any, office: Identity, secretary: Identity, said: dict[str, Any], fault: str
) -> None:
    address = await email_of(world, secretary.person)
    async with signed_in(app, world, office) as client:
        page = await client.get("/meetings/new?lang=en")
        fields = {**TYPED, "csrf": page.hidden()["csrf"], "secretary": address, **said}
        refused = await client.post("/meetings/new", fields, status=422)
        assert refused.errors() == [fault]
        assert TITLE in refused.response.text, "what was typed stays"


async def test_a_program_gives_and_gets_the_names(
    world: World, app: Any, office: Identity, secretary: Identity
) -> None:
    said = {name: value for name, value in TYPED.items() if "_ar" not in name and name != "first_language"}
    said |= {"languages": ["en", "ar"], "secretary": await email_of(world, secretary.person)}
    every = "/api/v1/meetings"
    async with program(app, office) as client:
        told = said | {"names": {"ar": {"title": TITLE, "body": BODY}}}
        made = await client.post(every, json=told, headers={"idempotency-key": "one"})
        assert made.status_code == 201, made.text
        here = f"{every}/{made.json()['id']}"
        assert (await client.get(here)).json()["names"] == {"ar": {"title": TITLE, "body": BODY}}
        wrong = said | {"names": {"en": {"title": "Once more"}}}
        refused = await client.post(every, json=wrong, headers={"idempotency-key": "two"})
        assert refused.status_code == 422, refused.text
        assert "title_en" in refused.text
        plain = await client.post(every, json=said, headers={"idempotency-key": "three"})
        assert (await client.get(f"{every}/{plain.json()['id']}")).json()["names"] == {}


async def test_names_are_sealed_and_a_meeting_without_them_keeps_the_digest_it_had(
    office: Identity, secretary: Identity, world: World, tmp_path: Any
) -> None:
    plain = await meeting(office, secretary)
    assert await world.superuser.fetchval("select names is null from meeting where id = $1", plain.id)
    made = await meeting(office, secretary, names=ARABIC | {"fr": Names()})
    assert made.names == ARABIC, "a language in which nothing is written is not kept"
    await correct(secretary, made.id, meeting_command(names={"fr": Names(title="Douzième session")}), made.version)
    assert (await read_meeting(secretary, made.id)).meeting.names == {"fr": Names(title="Douzième session")}
    assert await is_sound(tmp_path)
    with pytest.raises(Invalid):
        await correct(secretary, made.id, meeting_command(languages=("en",), names=ARABIC), made.version + 1)
    await world.superuser.execute("update meeting set names = '{}' where id = $1", made.id)
    assert not await is_sound(tmp_path)


async def held(office: Identity, secretary: Identity, **said: Any) -> Meeting:
    return await meeting(office, secretary, **{"names": ARABIC} | said)


@pytest.mark.parametrize("is_named", [True, False])
async def test_the_page_of_a_link_says_it_in_the_language_of_who_comes(
    app: Any, office: Identity, secretary: Identity, is_named: bool
) -> None:
    made = await held(office, secretary, names=ARABIC if is_named else {})
    who = await participant(secretary, made, language="ar")
    async with visiting(app) as client:
        page = await client.get(link_path(who) + "?lang=ar")
    words, tag = (TITLE, "ar") if is_named else ("Twelfth session", "en")
    assert tongue(page, words) == tag
