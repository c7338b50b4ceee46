"""Evidence and translations as pages and over the interface, in the application as it is served."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from declarations.evidence import settings as room
from declarations.evidence.service.carrying import EvidenceCarrier
from declarations.evidence.service.scanning import scan_waiting
from declarations.filing.answers import GiftAnswers
from declarations.filing.service import carrying
from declarations.filing.service.drafts import create_draft
from tests.evidence import MAKER, letter, photo
from tests.factories import World, gift_command
from tests.page_client import Page, PageClient
from tests.web.served import served_app
from tests.web.visitors import ORIGIN, signed_in

HEADERS = {"origin": ORIGIN, "sec-fetch-site": "same-origin"}


@pytest.fixture(autouse=True)
def configured() -> Iterator[None]:
    carrying.configure(EvidenceCarrier())
    room.configure(room.EvidenceSettings())
    yield
    room.configure(room.EvidenceSettings())


async def upload(client: PageClient, address: str, **files: Any) -> httpx.Response:
    """Choose files on a page and send them."""
    page = await client.get(address)
    return await client.http.post(address, data={"csrf": page.hidden()["csrf"]}, files=files, headers=HEADERS)


def only_link(page: Page, here: str) -> str:
    """The address of the one file in the list."""
    (link,) = [each for a in page.all("a") if (each := a.get("href") or "").startswith(here + "/")]
    return link


async def call(client: PageClient, path: str, seen: str, **body: Any) -> httpx.Response:
    """Send JSON in the session of the browser."""
    page = await client.get("/")
    headers = {**HEADERS, "x-csrf-token": page.hidden()["csrf"], "if-match": seen, "accept": "application/json"}
    return await client.http.post(path, json=body, headers=headers)


async def test_a_photo_is_added_to_a_draft_looked_at_and_removed(world: World) -> None:
    amina = await world.person()
    draft = await create_draft(amina, GiftAnswers())
    here = f"/drafts/{draft.id}/evidence"
    async with signed_in(served_app(), world, amina) as client:
        page = await client.get(here)
        camera = page.one("input", id="photo")
        assert (camera.get("accept"), camera.get("capture")) == ("image/*", "environment")
        sent = await upload(client, here, photo=("image.jpg", photo(), "image/jpeg"), file=("", b"", ""))
        assert (sent.status_code, sent.headers["location"]) == (303, here)
        page = await client.get(here)
        assert "image.jpg" in page.text
        link = only_link(page, here)
        file = await client.http.get(link)
        assert file.headers["content-disposition"].startswith("attachment; ")
        assert "sandbox" in file.headers["content-security-policy"]
        assert file.headers["x-content-type-options"] == "nosniff"
        assert file.headers["content-type"] == "image/jpeg"
        assert MAKER not in file.content
        removed = await client.http.post(f"{link}/removal", data={"csrf": page.hidden()["csrf"]}, headers=HEADERS)
        assert removed.status_code == 303
        assert (await client.http.get(link)).status_code == 404


async def test_what_is_no_evidence_is_said_at_the_field(world: World) -> None:
    amina = await world.person()
    declaration = await world.declaration(amina)
    here = f"/declarations/{declaration.reference}/evidence"
    async with signed_in(served_app(), world, amina) as client:
        nothing = await upload(client, here, file=("", b"", ""))
        assert nothing.status_code == 422
        assert "Choose a photo or a file first." in nothing.text
        page = await upload(
            client, here, file=("receipt.pdf", b"<html><script>run()</script></html>", "application/pdf")
        )
        assert page.status_code == 422
        assert "none of the files that are taken" in page.text


async def test_reviewers_save_it_and_nobody_else_finds_it(world: World) -> None:
    amina, officer, other = await world.person(), await world.person("ethics_officer"), await world.person()
    declaration = await world.declaration(amina)
    here = f"/declarations/{declaration.reference}/evidence"
    async with signed_in(served_app(), world, amina) as client:
        await upload(client, here, file=("قلم هدية.pdf", letter(), "application/pdf"))
        page = await client.get(here)
        link = only_link(page, here)
    async with signed_in(served_app(), world, officer) as client:
        case = await client.get(f"/desk/{declaration.reference}")
        at_desk = link.replace("/declarations/", "/desk/")
        assert case.one("a", href=at_desk) is not None
        file = await client.http.get(at_desk)
        assert (file.status_code, file.headers["content-type"]) == (200, "application/pdf")
        assert file.headers["content-disposition"].endswith("%D9%82%D9%84%D9%85%20%D9%87%D8%AF%D9%8A%D8%A9.pdf")
        assert (await client.http.get(link)).status_code == 404, "it is not the officer's own"
        listed = await client.http.get(f"/api/v1/cases/{declaration.reference}/evidence")
        assert [item["standing"] for item in listed.json()["items"]] == ["clean"]
    async with signed_in(served_app(), world, other) as client:
        for address in (link, at_desk, here, f"/api/v1/declarations/{declaration.reference}/evidence"):
            assert (await client.http.get(address)).status_code == 404, address


async def test_a_filed_file_is_withdrawn_with_a_reason_and_stays(world: World) -> None:
    amina = await world.person()
    declaration = await world.declaration(amina)
    here = f"/declarations/{declaration.reference}/evidence"
    async with signed_in(served_app(), world, amina) as client:
        await upload(client, here, photo=("pen.jpg", photo(), "image/jpeg"))
        page = await client.get(here)
        (action,) = [each for form in page.all("form") if (each := form.get("action") or "").endswith("/withdrawal")]
        hidden = page.hidden()
        without = await client.http.post(
            action, data={"csrf": hidden["csrf"], "seen": hidden["seen"], "reason": " "}, headers=HEADERS
        )
        assert without.status_code == 422
        done = await client.http.post(
            action,
            data={"csrf": hidden["csrf"], "seen": hidden["seen"], "reason": "It shows another pen"},
            headers=HEADERS,
        )
        assert done.status_code == 303
        assert "Withdrawn" in (await client.get(here)).text
        assert "It shows another pen" in (await client.get(f"/declarations/{declaration.reference}")).text


async def test_a_translation_stands_beside_the_words_and_is_never_overwritten(world: World) -> None:
    amina, officer = await world.person(language="fr"), await world.person("ethics_officer", language="ar")
    declaration = await world.declaration(amina, gift_command(description="Un stylo dans son étui", language="fr"))
    ref = declaration.reference
    path = f"/api/v1/cases/{ref}/translations"
    async with signed_in(served_app(), world, officer) as client:
        page = await client.get(f"/desk/{ref}/translation?lang=en")
        assert "Un stylo dans son étui" in page.text
        first = {"field": "description", "language": "ar", "translation": "قلم في علبة"}
        made = await call(client, path, '"1"', **first)
        assert (made.status_code, made.headers["etag"]) == (201, '"2"')
        again = await call(client, path, '"2"', **first | {"translation": "قلم حبر في علبته"})
        assert [(each["number"], each["translation"]) for each in again.json()] == [
            (1, "قلم في علبة"),
            (2, "قلم حبر في علبته"),
        ]
        case = await client.get(f"/desk/{ref}?lang=en")
        (beside,) = [each for each in case.all("p") if each.get("lang") == "ar" and each.get("class") == "words"]
        assert (beside.text, beside.get("dir")) == ("قلم حبر في علبته", "rtl")
        assert "Translation (" in case.text
        same = await call(client, path, '"3"', **first | {"language": "fr"})
        assert (same.status_code, same.json()["code"]) == (422, "invalid")
        stale = await call(client, path, '"1"', **first)
        assert stale.status_code == 409
    async with signed_in(served_app(), world, await world.person("custodian")) as client:
        assert (await client.http.get(path)).status_code == 404


async def test_files_are_listed_before_filing_and_a_refused_one_says_so(world: World) -> None:
    amina = await world.person()
    draft = await create_draft(amina, GiftAnswers())
    here, check = f"/drafts/{draft.id}/evidence", f"/drafts/{draft.id}/check"
    async with signed_in(served_app(), world, amina) as client:
        assert not (await client.get(check)).isolates("pen.jpg"), "control: nothing was added yet"
        room.configure(room.EvidenceSettings(scanner="false"))
        await upload(client, here, photo=("pen.jpg", photo(), "image/jpeg"), file=("", b"", ""))
        waiting = await client.get(f"{check}?lang=en")
        assert waiting.isolates("pen.jpg")
        assert "Being checked" in waiting.text
        await scan_waiting()
        refused = await client.get(check)
        assert "The check found harmful content." in refused.text
        assert "The check found harmful content." in (await client.get(here)).text
        for language in ("ar", "fr", "es"):
            assert (await client.get(f"{check}?lang={language}")).isolates("pen.jpg")
