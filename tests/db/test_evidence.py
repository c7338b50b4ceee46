"""Evidence: who reads it, what the ledger says of it, and what happens when somebody touches it behind the register."""

import asyncio
import contextlib
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from declarations.evidence import settings as room
from declarations.evidence.model import Side, Standing
from declarations.evidence.scanner import ScannerFailed
from declarations.evidence.service import attaching
from declarations.evidence.service.carrying import EvidenceCarrier
from declarations.evidence.service.looking import NotChecked, list_evidence, read_file
from declarations.evidence.service.places import notes_of
from declarations.evidence.service.scanning import scan_waiting
from declarations.filing.answers import GiftAnswers
from declarations.filing.service import carrying, own
from declarations.filing.service.drafts import create_draft, discard_draft
from declarations.filing.service.filing import CheckedDraft, file_declaration
from declarations.review.service.case import open_desk_case
from register import vault
from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.errors import Invalid, NotFound, Stale, TransitionRefused
from register.kernel.i18n import say
from register.kernel.identity import ANONYMOUS, Identity
from register.notices.model import Notice
from register.notices.service import opened
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


async def notices_in(superuser: asyncpg.Connection) -> list[tuple[UUID, Notice]]:
    """Every notice that waits to be sent, opened, with its recipient."""
    rows = await superuser.fetch("select id, recipient, key_id, wrapped_key, content from outbox")
    return [(row["recipient"], opened(row["id"], row["key_id"], row["wrapped_key"], row["content"])) for row in rows]


async def attached(world: World) -> tuple[Identity, str, UUID]:
    """A declaration with a photo beside it."""
    amina = await world.person()
    declaration = await world.declaration(amina)
    made = await attaching.attach(amina, Side.DECLARATION, declaration.reference, "pen.jpg", photo())
    return amina, declaration.reference, made


async def counted(identity: Identity, table: str) -> int:
    async with transaction(identity) as tx:
        return int(await tx.fetchval(f"select count(*) from {table}"))


async def test_the_database_shows_evidence_to_the_readers_of_the_declaration_only(world: World) -> None:
    supervisor = await world.person()
    amina = await world.person(supervisor=supervisor)
    officer, head, other = (
        await world.person("ethics_officer"),
        await world.person("executive_head"),
        await world.person(),
    )
    draft = await create_draft(amina, GiftAnswers())
    await attaching.attach(amina, Side.DRAFT, str(draft.id), "pen.jpg", photo())
    assert (await counted(amina, "evidence"), await counted(officer, "evidence")) == (1, 0)
    await file_declaration(amina, gift_command(), draft=CheckedDraft(draft.id, draft.version))
    for table in ("evidence", "evidence_chunk"):
        for reader, rows in ((amina, 1), (officer, 1), (other, 0), (supervisor, 0), (head, 0), (ANONYMOUS, 0)):
            assert await counted(reader, table) == rows, (table, reader.roles)


async def test_nobody_adds_to_the_case_of_another_or_changes_a_chunk_even_by_sql(world: World) -> None:
    _, reference, made = await attached(world)
    other = await world.person()
    with pytest.raises(NotFound):
        await attaching.attach(other, Side.DECLARATION, reference, "pen.jpg", photo())
    async with transaction(other) as tx:
        assert await tx.execute("update evidence set withdrawn_at = now() where id = $1", made) == "UPDATE 0"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(other) as tx:
            await tx.execute("update evidence_chunk set content = '' where evidence = $1", made)


async def test_files_of_a_draft_go_with_it(world: World, superuser: asyncpg.Connection) -> None:
    amina = await world.person()
    draft = await create_draft(amina, GiftAnswers())
    await attaching.attach(amina, Side.DRAFT, str(draft.id), "pen.jpg", photo())
    await discard_draft(amina, draft.id)
    assert await superuser.fetchval("select count(*) from evidence full join evidence_chunk c on true") == 0


async def test_the_same_file_twice_is_kept_once(world: World) -> None:
    amina, reference, made = await attached(world)
    data = photo()
    first = await attaching.attach(amina, Side.DECLARATION, reference, "a.jpg", data)
    assert await attaching.attach(amina, Side.DECLARATION, reference, "b.jpg", data) == first != made


@pytest.mark.parametrize(
    "tamper",
    [
        "update evidence_chunk set content = overlay(content placing '\\x00'::bytea from 40) where evidence = $1",
        "delete from evidence_chunk where evidence = $1 and place = 1",
        "update evidence_chunk set place = 9 - place where evidence = $1",
    ],
)
async def test_a_touched_file_is_not_opened(world: World, superuser: asyncpg.Connection, tamper: str) -> None:
    amina = await world.person()
    declaration = await world.declaration(amina)
    large = photo(700, 700, quality=95)
    made = await attaching.attach(amina, Side.DECLARATION, declaration.reference, "pen.jpg", large)
    assert await superuser.fetchval("select chunks from evidence") > 1
    assert (await read_file(amina, Side.DECLARATION, declaration.reference, made)).data, (
        "the control: untouched it opens"
    )
    await superuser.execute(tamper, made)
    with pytest.raises(vault.Unreadable):
        await read_file(amina, Side.DECLARATION, declaration.reference, made)


async def test_a_file_put_in_the_place_of_another_is_found_by_the_ledger(
    world: World, superuser: asyncpg.Connection
) -> None:
    """The row and its chunks are genuine, only they belong to another case: the events of this one do not know them."""
    amina, reference, _ = await attached(world)
    elsewhere = await world.declaration(amina)
    moved = await attaching.attach(amina, Side.DECLARATION, elsewhere.reference, "ring.jpg", photo())
    await superuser.execute(
        "update evidence set declaration = (select id from declaration where reference = $2) where id = $1",
        moved,
        reference,
    )
    with pytest.raises(vault.Unreadable):
        await read_file(amina, Side.DECLARATION, reference, moved)


async def test_erasing_a_declaration_erases_its_evidence(world: World, superuser: asyncpg.Connection) -> None:
    amina, reference, _ = await attached(world)
    await superuser.execute("update declaration set wrapped_key = null where reference = $1", reference)
    assert await superuser.fetchval("select wrapped_key from evidence") is None
    assert await superuser.fetchval("select count(*) from evidence_chunk") == 0
    listing = await list_evidence(amina, Side.DECLARATION, reference)
    assert listing.items == ()


async def test_limits_hold_for_a_file_a_declaration_and_a_person(world: World) -> None:
    amina, reference, _ = await attached(world)
    for limits, sentence in (
        (room.EvidenceSettings(file_bytes=100), "1 MB at most"),
        (room.EvidenceSettings(files_per_declaration=1), "at most 1 files"),
        (room.EvidenceSettings(bytes_per_person=100), "as much as one person may keep"),
    ):
        room.configure(limits)
        with pytest.raises(Invalid) as refused:
            await attaching.attach(amina, Side.DECLARATION, reference, "pen.jpg", photo())
        assert sentence in say(refused.value.fields[0].message)


async def test_a_withdrawn_file_stays_and_what_changed_meanwhile_is_said(world: World) -> None:
    amina, reference, made = await attached(world)
    officer = await world.person("ethics_officer")
    with pytest.raises(Stale):
        await attaching.withdraw(amina, Side.DECLARATION, reference, made, "Another pen", 1)
    with pytest.raises(NotFound):
        await attaching.withdraw(officer, Side.CASE, reference, made, "Not theirs", 2)
    await attaching.withdraw(amina, Side.DECLARATION, reference, made, "Another pen", 2)
    (item,) = (await list_evidence(officer, Side.CASE, reference)).items
    assert (item.is_withdrawn, item.may_withdraw) == (True, False)
    assert (await read_file(officer, Side.CASE, reference, made)).data


async def test_nothing_is_added_to_a_closed_case(world: World) -> None:
    amina = await world.person()
    closed = await world.declaration(amina, value={"amount": "12.00", "currency": "USD"})
    with pytest.raises(TransitionRefused):
        await attaching.attach(amina, Side.DECLARATION, closed.reference, "pen.jpg", photo())


class TestScanner:
    """Closed until the scanner says clean, whatever else it does."""

    async def standing(self, world: World, scanner: str) -> tuple[str, bool]:
        """Where a file stands after a round of the worker, and whether the failure is told."""
        room.configure(room.EvidenceSettings(scanner=scanner, scanner_seconds=5))
        amina, reference, made = await attached(world)
        with pytest.raises(NotChecked):
            await read_file(amina, Side.DECLARATION, reference, made)
        with contextlib.suppress(ScannerFailed):
            await scan_waiting()
        (item,) = (await list_evidence(amina, Side.DECLARATION, reference)).items
        if item.standing is Standing.CLEAN:
            assert (await read_file(amina, Side.DECLARATION, reference, made)).data
        else:
            with pytest.raises(NotChecked):
                await read_file(amina, Side.DECLARATION, reference, made)
        return item.standing, item.scanner_fails

    async def test_clean_opens(self, world: World) -> None:
        assert await self.standing(world, "true") == ("clean", False)

    async def test_harmful_is_refused_and_its_content_gone(self, world: World, superuser: asyncpg.Connection) -> None:
        assert await self.standing(world, "false") == ("refused", False)
        assert await superuser.fetchval("select count(*) from evidence_chunk") == 0

    @pytest.mark.parametrize(
        "scanner", ["/no/such/scanner", "sh -c 'exit 2'", "clamd:/no/such/socket", "clamd:nonsense"]
    )
    async def test_a_scanner_that_says_nothing_leaves_it_closed(self, world: World, scanner: str) -> None:
        assert await self.standing(world, scanner) == ("waiting", True)

    async def rounds(self, scanner: str, minutes: int = 0) -> None:
        """A round of the worker so many minutes from now."""
        room.configure(room.EvidenceSettings(scanner=scanner, scanner_seconds=5))
        with clock.fixed(clock.now() + timedelta(minutes=minutes)), contextlib.suppress(ScannerFailed):
            await scan_waiting()

    @pytest.mark.parametrize(("scanner", "told"), [("false", 1), ("true", 0)])
    async def test_whoever_added_a_file_that_is_refused_is_told_where_and_not_which(
        self, world: World, superuser: asyncpg.Connection, scanner: str, told: int
    ) -> None:
        room.configure(room.EvidenceSettings(scanner=scanner))
        amina, officer = await world.person(), await world.person("ethics_officer")
        draft = await create_draft(amina, GiftAnswers())
        await attaching.attach(amina, Side.DRAFT, str(draft.id), "pen.jpg", photo())
        kept = await world.declaration(amina)
        await attaching.attach(amina, Side.DECLARATION, kept.reference, "pen.jpg", photo(80))
        await attaching.attach(officer, Side.CASE, kept.reference, "letter.jpg", photo(90))
        await superuser.execute("delete from outbox")
        await self.rounds(scanner)
        found = await notices_in(superuser)
        links = {(person, notice.link) for person, notice in found if "was refused" in say(notice.subject)}
        wanted = {
            (amina.person, f"/drafts/{draft.id}/evidence"),
            (amina.person, f"/declarations/{kept.reference}/evidence"),
            (officer.person, f"/desk/{kept.reference}/evidence"),
        }
        assert links == (wanted if told else set()), "control: a clean file is nothing to tell of"
        assert "pen.jpg" not in str(found)
        assert len(found) == len(links)

    async def test_the_declarant_is_told_of_what_their_assistant_added(
        self, world: World, superuser: asyncpg.Connection
    ) -> None:
        room.configure(room.EvidenceSettings(scanner="false"))
        amina = await world.person()
        assistant = await world.assistant(amina)
        kept = await world.declaration(assistant, gift_command(declarant=amina))
        await attaching.attach(assistant, Side.DECLARATION, kept.reference, "pen.jpg", photo())
        await superuser.execute("delete from outbox")
        await self.rounds("false")
        assert {person for person, _ in await notices_in(superuser)} == {amina.person, assistant.person}

    async def test_a_scanner_that_fails_for_long_is_told_once(
        self, world: World, superuser: asyncpg.Connection
    ) -> None:
        room.configure(room.EvidenceSettings(scanner="/no/such/scanner"))
        await attached(world)
        await superuser.execute("delete from outbox")
        for minutes, notices in ((0, 0), (14, 0), (16, 1), (18, 1), (60, 1)):
            await self.rounds("/no/such/scanner", minutes)
            assert len(await notices_in(superuser)) == notices, minutes

    @pytest.mark.parametrize(
        ("answer", "standing"),
        [
            (b"stream: OK\0", ("clean", False)),
            (b"stream: Eicar-Signature FOUND\0", ("refused", False)),
            (b"INSTREAM size limit exceeded. ERROR\0", ("waiting", True)),
            (b"", ("waiting", True)),
        ],
    )
    async def test_clamd_is_believed_only_when_it_is_clear(
        self, world: World, answer: bytes, standing: tuple[str, bool]
    ) -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            assert await reader.readexactly(10) == b"zINSTREAM\0"
            while size := int.from_bytes(await reader.readexactly(4), "big"):
                await reader.readexactly(size)
            writer.write(answer)
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            assert await self.standing(world, f"clamd:127.0.0.1:{port}") == standing


async def test_a_case_is_offered_first_to_officers_who_read_its_language(world: World) -> None:
    officer = await world.person("ethics_officer")
    await world.person("ethics_officer", first_name="Aaron", language="en")
    await world.person("ethics_officer", first_name="Zoé", language="fr")
    declaration = await world.declaration(await world.person(language="fr"), gift_command(language="fr"))
    case = await open_desk_case(officer, declaration.reference)
    assert case.assignees[0].first_name == "Zoé"
    english = await world.declaration(await world.person(), gift_command(language="en"))
    last = (await open_desk_case(officer, english.reference)).assignees[-1]
    assert last.first_name == "Zoé", "the control: in another language Zoé is not the first"
