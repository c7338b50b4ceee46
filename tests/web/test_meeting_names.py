"""What a meeting is called in each of its languages: typed by language, and read by everyone in their own."""

import json
from io import BytesIO
from typing import Any

import openpyxl
import pikepdf
import pytest
from docx import Document

from declarations.meetings import badges
from declarations.meetings.model import Names
from declarations.meetings.secrets import link_path, room_code
from declarations.meetings.service.linking import invite_all
from declarations.meetings.service.preparing import correct, read_meeting
from declarations.votes.service.leading import remind
from register.access import configure
from register.kernel.errors import Invalid
from register.kernel.i18n import say
from register.kernel.identity import Identity
from register.notices.configuration import configure as configure_mail
from register.notices.service import opened
from tests.db.mailing import SETTINGS as MAIL
from tests.db.test_dispensing import Hall, hall
from tests.db.test_meetings import is_sound
from tests.factories import World
from tests.meetings import item, meeting, meeting_command, participant, sitting
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


__all__ = ["hall"]


@pytest.fixture
def app() -> Any:
    return served_app()


@pytest.fixture
async def office(world: World) -> Identity:
    configure(SETTINGS)
    configure_mail(MAIL)
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


@pytest.mark.parametrize("is_named", [True, False])
async def test_whoever_comes_by_a_link_reads_it_in_their_language(
    world: World, app: Any, office: Identity, secretary: Identity, *, is_named: bool
) -> None:
    made = await meeting(office, secretary, names=ARABIC if is_named else {})
    hall = await sitting(secretary, made)
    who = await participant(secretary, made, language="ar")
    expected = {TITLE: "ar", BODY: "ar"} if is_named else {"Twelfth session": "en", "General Assembly": "en"}

    def read(page: Page) -> dict[str, str | None]:
        return {words: tongue(page, words) for words in expected}

    async with visiting(app) as client:
        page = await client.get(f"{link_path(who)}?lang=ar")
        assert read(page) == expected
        fields = {name: page.hidden()[name] for name in ("csrf", "token")}
        assert (await send(client, "/join", {**fields, "code": room_code(hall)})).status_code == 303
        page = await client.get("/attend/code?lang=ar")
        assert read(page) == expected
        code = {name: page.hidden()[name] for name in ("csrf", "code", "client_key")}
        assert (await send(client, "/attend/code", code)).status_code == 303
        assert read(await client.get("/attend?lang=ar")) == expected
        own = (await client.http.get("/api/v1/attend")).json()
        assert (own["title"], "ar" in own["names"]) == ("Twelfth session", is_named)


@pytest.mark.parametrize("tag", ["ar", "fr"])
async def test_those_who_lead_read_it_in_theirs(
    world: World, app: Any, office: Identity, secretary: Identity, tag: str
) -> None:
    made = await meeting(office, secretary, names=ARABIC)
    here, words, in_tag = f"/meetings/{made.id}", *((TITLE, "ar") if tag == "ar" else ("Twelfth session", "en"))
    async with signed_in(app, world, secretary) as client:
        for place in ("board", "projector", "statements", "attendance", "minutes", "people"):
            assert tongue(await client.get(f"{here}/{place}?lang={tag}"), words) == in_tag, place
        assert TITLE in (await client.get(f"{here}/projector?lang=ar")).heading


async def test_a_mail_says_it_in_the_language_of_its_recipient(
    world: World, office: Identity, secretary: Identity
) -> None:
    made = await meeting(office, secretary, names=ARABIC)
    await participant(secretary, made)
    about = await item(secretary, made, called_at=made.created_at)
    await invite_all(secretary, made.id)
    await remind(secretary, made.id, about.id)
    rows = await world.superuser.fetch("select id, key_id, wrapped_key, content from outbox order by id")
    told = [opened(row["id"], row["key_id"], row["wrapped_key"], row["content"]).body[0] for row in rows]
    assert len(told) == 2
    for sentence in told:
        assert TITLE in say(sentence, "ar")
        assert "Twelfth session" not in say(sentence, "ar")
        assert "Twelfth session" in say(sentence, "fr"), "written in no French, it is the first"


async def test_a_dispensation_is_told_under_the_name_in_the_language_of_who_has_it(hall: Hall, world: World) -> None:
    led = (await hall.led()).kept.meeting
    named = meeting_command(names=ARABIC)
    await correct(hall.secretary, led.id, named, led.version)
    await hall.dispense(hall.chair)
    row = await world.superuser.fetchrow("select id, key_id, wrapped_key, content from outbox order by id desc limit 1")
    assert row is not None
    assert TITLE in say(opened(row["id"], row["key_id"], row["wrapped_key"], row["content"]).body[0], "ar")


async def test_each_badge_is_in_the_language_of_its_bearer(
    world: World, app: Any, office: Identity, secretary: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await meeting(office, secretary, names=ARABIC)
    for tag in ("ar", "en", "fr"):
        await participant(secretary, made, family_name=f"Delegate {tag}", language=tag)
    orders, set_sheet = [], badges._set

    async def setting(order: bytes) -> bytes:
        orders.append(json.loads(order)["sheet"])
        return await set_sheet(order)

    monkeypatch.setattr(badges, "_set", setting)
    async with signed_in(app, world, secretary) as client:
        page = await client.get(f"/meetings/{made.id}/badges?lang=fr")
        made_pdf = (await client.http.get(f"/meetings/{made.id}/badges.pdf?lang=fr")).content
    shown = {each.get("lang"): "".join(each.itertext()) for each in page.all("li") if each.get("dir")}
    title = {"ar": TITLE, "en": "Twelfth session", "fr": "Twelfth session"}
    for tag, words in title.items():
        assert words in shown[tag]
        assert say(badges.NOTE, tag) in shown[tag]
        assert f"Delegate {tag}" in shown[tag]
    drawn = orders[0]["badges"]
    assert [(each["lang"], each["dir"]) for each in drawn] == [("ar", "rtl"), ("en", "ltr"), ("fr", "ltr")]
    assert all(title[each["lang"]] in each["title"] for each in drawn)
    with pikepdf.open(BytesIO(made_pdf)) as pdf:
        figures = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
        told = {str(each["/Alt"]) for each in figures}
    assert told == {say(badges.ALT, tag) for tag in title}


async def test_minutes_and_workbooks_say_it_in_their_language(
    world: World, app: Any, office: Identity, secretary: Identity
) -> None:
    made = await meeting(office, secretary, names=ARABIC)
    async with signed_in(app, world, secretary) as client:

        async def taken(place: str, tag: str) -> BytesIO:
            return BytesIO((await client.http.get(f"/meetings/{made.id}/{place}?in={tag}&lang=en")).content)

        for tag, body, title, place in (
            ("ar", BODY, TITLE, PLACE),
            ("es", "General Assembly", "Twelfth session", "Geneva"),
        ):
            written = Document(await taken("minutes.docx", tag))
            assert all(words in written.paragraphs[0].text for words in (body, title))
            assert (written.core_properties.title, written.core_properties.author) == (title, body)
            assert openpyxl.load_workbook(await taken("minutes.xlsx", tag)).properties.title == title
            book = openpyxl.load_workbook(await taken("report.xlsx", tag))
            assert title in str(book.properties.title)
            said = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
            assert {body, title, place} <= set(said)
            assert body in str(book.worksheets[1].oddHeader)


async def test_the_longest_title_goes_into_every_document_whole(
    world: World, app: Any, office: Identity, secretary: Identity
) -> None:
    longest = {"en": "T" * 300, "ar": "ت" * 300}
    made = await meeting(office, secretary, title=longest["en"], names={"ar": Names(title=longest["ar"])})
    async with signed_in(app, world, secretary) as client:
        for tag, title in longest.items():
            taken = await client.http.get(f"/meetings/{made.id}/minutes.docx?in={tag}")
            assert taken.status_code == 200, "a property of such a document holds 255 letters and no more"
            assert title in Document(BytesIO(taken.content)).paragraphs[0].text
            assert (await client.http.get(f"/meetings/{made.id}/minutes.xlsx?in={tag}")).status_code == 200


@pytest.mark.parametrize(
    "said",
    [
        {"languages": ["en\n"]},
        {"languages": ["en", "fr\n"]},
        {"quorum_of": "present\n", "counts_rule": "Rule 5"},
        {"majority": "simple\n", "counts_rule": "Rule 5"},
    ],
)
async def test_a_value_with_a_line_end_behind_it_is_none_of_those_that_are_offered(
    world: World, app: Any, office: Identity, secretary: Identity, said: dict[str, Any]
) -> None:
    fields = {name: TYPED[name] for name in ("body", "title", "place", "code", "starts_on", "ends_on", "languages")}
    fields["secretary"] = await email_of(world, secretary.person)
    async with program(app, office) as client:
        made, refused = [
            await client.post("/api/v1/meetings", json=each, headers={"idempotency-key": key})
            for key, each in (("one", fields), ("two", fields | said))
        ]
    assert (made.status_code, refused.status_code) == (201, 400)
