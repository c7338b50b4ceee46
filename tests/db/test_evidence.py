"""Evidence: who reads it, what the ledger says of it, and what happens when somebody touches it behind the register."""

from collections.abc import Iterator

import asyncpg
import pytest

from declarations.evidence import settings as room
from declarations.evidence.model import Side
from declarations.evidence.service import attaching
from declarations.evidence.service.carrying import EvidenceCarrier
from declarations.evidence.service.looking import read_file
from declarations.evidence.service.places import notes_of
from declarations.filing.answers import GiftAnswers
from declarations.filing.service import carrying, own
from declarations.filing.service.drafts import create_draft
from declarations.filing.service.filing import CheckedDraft, file_declaration
from tests.evidence import MAKER, photo
from tests.factories import World, gift_command


@pytest.fixture(autouse=True)
def configured() -> Iterator[None]:
    carrying.configure(EvidenceCarrier())
    room.configure(room.EvidenceSettings())
    yield
    room.configure(room.EvidenceSettings())


async def test_a_photo_of_a_draft_goes_into_the_case_and_its_hash_into_the_ledger(
    world: World, superuser: asyncpg.Connection
) -> None:
    amina, officer = await world.person(), await world.person("ethics_officer")
    draft = await create_draft(amina, GiftAnswers())
    made = await attaching.attach(amina, Side.DRAFT, str(draft.id), "C:\\phone\\Clock <b>.png", photo())
    declaration = await file_declaration(amina, gift_command(), draft=CheckedDraft(draft.id, draft.version))
    case = await own.read_own(amina, declaration.reference)
    note = notes_of(case.steps)[made]
    file = await read_file(officer, Side.CASE, declaration.reference, made)
    assert (file.name, file.media_type) == ("Clock b.jpg", "image/jpeg")
    assert note.size == len(file.data)
    assert MAKER not in file.data
    assert MAKER in photo(), "the control: the photo told of its maker"
    readings = await own.readings(amina, declaration.reference)
    assert [(reading.role, reading.purpose) for reading in readings] == [("ethics_officer", "evidence")]
    stored = str(
        await superuser.fetch("select e::text, c::text from evidence e join evidence_chunk c on c.evidence = e.id")
    )
    assert "Clock" not in stored
    assert b"Clock".hex() not in stored
    assert file.data[:40].hex() not in stored
