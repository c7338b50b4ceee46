"""Names in lists of a meeting: in the order of a dictionary, page by page; and as a file of votes may write them."""

import random
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from declarations.meetings import store_people as people
from declarations.meetings.model import Meeting, Part, Participant
from declarations.meetings.secrets import room_code
from declarations.minutes import report_store
from declarations.minutes import store as minutes
from declarations.minutes.service import read_attendance
from declarations.votes import store, store_board
from declarations.votes.service.delegation import own_delegation
from declarations.votes.service.freezing import open_vote
from declarations.votes.service.leading import read_item
from declarations.votes.service.open_votes import enter_file
from declarations.votes.service.recording import find
from declarations.votes.vote_names import Names
from register.access import AccessSettings, configure
from register.kernel.db import Transaction, transaction
from register.kernel.errors import Invalid
from register.kernel.i18n import say
from register.kernel.identity import Identity
from register.kernel.paging import PAGE_ROWS, Cursor, decode_cursor, page_of
from tests.factories import World
from tests.meetings import attending, delegation, item, meeting, participant, sitting

IN_ORDER = ["Åland", "Angola", "côte d’Or", "Côte du Nord", "Egypt", "Émirats", "Ñandú", "Österland", "Zulia", "مصر"]
"""Under the order of code points Å, É, Ñ and Ö come after Z, and small letters after capitals."""


@pytest.fixture
async def secretary(world: World) -> Identity:
    configure(AccessSettings(secret=b"m" * 32))
    return await world.person("meeting_secretary")


@pytest.fixture
async def made(world: World, secretary: Identity) -> Meeting:
    held = await meeting(await world.person("ethics_officer"), secretary)
    for name in reversed(IN_ORDER):
        await participant(secretary, held, await delegation(secretary, held, name), family_name=name)
    return held


async def test_lists_of_a_meeting_have_names_in_the_order_of_a_dictionary(secretary: Identity, made: Meeting) -> None:
    about = await item(secretary, made, called_at=made.created_at)
    async with transaction(secretary) as tx:
        groups = await people.delegations(tx, made.id)
        assert [each.name for each in groups] == IN_ORDER
        assert [each.name for each in await store_board.groups(tx, made.id)] == IN_ORDER
        assert [each.family_name for each in await people.all_participants(tx, made.id)] == IN_ORDER
        assert [each.family_name for each in await store_board.missing(tx, made.id, about.id)] == IN_ORDER
        found = await store_board.representatives(tx, [each.id for each in groups])
        assert [each.family_name for each in found] == IN_ORDER
        assert [each.name for each in (await report_store.counted(tx, made.id)).delegations] == IN_ORDER


async def test_whoever_is_looked_for_is_found_without_the_accents_of_the_name(
    secretary: Identity, made: Meeting
) -> None:
    for said, found in (("emir", ["Émirats"]), ("É", ["Egypt", "Émirats"]), ("cote d'", ["côte d’Or"]), ("z%", [])):
        assert [each.family_name for each in await find(secretary, made.id, said)] == found, said


Read = Callable[[Transaction, Cursor | None], Awaitable[list[tuple[str, UUID]]]]


async def test_pages_of_names_follow_one_another_in_both_directions(secretary: Identity, made: Meeting) -> None:
    async def by_delegation(tx: Transaction, at: Cursor | None) -> list[tuple[str, UUID]]:
        return [(each.name, each.id) for each in await people.delegations_page(tx, made.id, at)]

    async def by_family(tx: Transaction, at: Cursor | None) -> list[tuple[str, UUID]]:
        def named(each: Participant) -> tuple[str, UUID]:
            return each.family_name, each.id

        return [named(each) for each in await people.participants(tx, made.id, at, rows=20)]

    async def signing(tx: Transaction, at: Cursor | None) -> list[tuple[str, UUID]]:
        return [(each.place, each.id) for each in await minutes.signing(tx, made.id, at, 20)]

    async with transaction(secretary) as tx:
        for read in (by_delegation, by_family, signing):
            whole = await read(tx, None)
            assert [name.partition("\x01")[0] for name, _ in whole] == IN_ORDER
            for place, (key, row) in enumerate(whole):
                assert await read(tx, Cursor(key, row)) == whole[place + 1 :]
                assert await read(tx, Cursor(key, row, newer=True)) == whole[:place][::-1]


_LETTERS = "Ee ÉéÈØøOÆæßİıIiﬁ²ءأاإآةهيىئَ’'ʼ-中Σσ각"


@pytest.mark.parametrize("seed", range(3))
async def test_no_page_of_names_leaves_anybody_out_or_shows_them_twice(
    secretary: Identity, world: World, seed: int
) -> None:
    rng, held = random.Random(seed), await meeting(await world.person("ethics_officer"), secretary)
    for _ in range(60):
        name = "".join(rng.choice(_LETTERS) for _ in range(rng.randint(0, 3)))
        await participant(secretary, held, family_name=name, email="")
    shown: list[UUID] = []
    at: Cursor | None = None
    async with transaction(secretary) as tx:
        while True:
            rows = await people.participants(tx, held.id, at)
            page = page_of(rows, at, PAGE_ROWS, lambda each: Cursor(each.family_name, each.id))
            shown += [each.id for each in page.items]
            if page.older is None:
                break
            at = decode_cursor(page.older)
        back = [each.id for each in page.items]
        while page.newer is not None:
            at = decode_cursor(page.newer)
            rows = await people.participants(tx, held.id, at)
            page = page_of(rows, at, PAGE_ROWS, lambda each: Cursor(each.family_name, each.id))
            back = [each.id for each in page.items] + back
    assert len(shown) == len(set(shown)) == 60
    assert back == shown


async def test_the_longest_names_have_a_page_after_the_first(secretary: Identity, world: World) -> None:
    held = await meeting(await world.person("ethics_officer"), secretary)
    of = await delegation(secretary, held, "𠮷" * 200)
    ids = {(await participant(secretary, held, of, family_name="𠮷" * 200, email="")).id for _ in range(61)}
    first = (await read_attendance(secretary, held.id, None)).page
    second = (await read_attendance(secretary, held.id, decode_cursor(first.older))).page
    assert {each.id for each in (*first.items, *second.items)} == ids
    assert decode_cursor(second.newer) is not None


async def test_those_of_a_delegation_stand_in_the_same_order_before_one_another(
    secretary: Identity, made: Meeting
) -> None:
    ours = await delegation(secretary, made, "Borduria")
    hall = await sitting(secretary, made)
    for name in reversed(IN_ORDER):
        await participant(secretary, made, ours, family_name=name, first_name="")
    head = await participant(secretary, made, ours, family_name="Älg", first_name="", function=Part.HEAD)
    inside = await attending(head, room_code(hall))
    members = [each.name for each in (await own_delegation(inside)).members]
    assert members == [*IN_ORDER[:1], head.name, *IN_ORDER[1:]]
    async with transaction(inside) as tx:
        assert [each.name for each in await store.alternates_of_me(tx)] == IN_ORDER


def test_a_name_is_found_without_its_accents_and_never_guessed() -> None:
    known = Names((name, name) for name in ("Égypte", "Guinée", "Guinee", "Côte d’Ivoire", "الإمارات"))
    for said, meant in (
        ("Egypte", ["Égypte"]),
        (" ÉGYPTE ", ["Égypte"]),
        ("cote d'ivoire", ["Côte d’Ivoire"]),
        ("الامارات", ["الإمارات"]),
        ("Guinée", ["Guinée"]),  # as it is written
        ("Guinee", ["Guinee"]),
        ("Guine\u0301e", ["Guinée"]),  # letter and accent apart
        ("GUINÉE", ["Guinée"]),  # in any case
        ("GUINEE", ["Guinée", "Guinee"]),  # in capitals it may have lost its accent
        ("guinee", ["Guinée", "Guinee"]),
        ("égypte", ["Égypte"]),
        ("Guineé", ["Guinée", "Guinee"]),  # nobody guesses
        ("Nowhere", []),
        ("", []),
        ("—", []),
    ):
        assert known.meant(said) == meant, said


async def test_a_file_of_votes_finds_names_without_accents_and_names_the_row_that_is_not_clear(
    secretary: Identity, made: Meeting
) -> None:
    about = await item(secretary, made, called_at=made.created_at, vote="show")
    await delegation(secretary, made, "Ostérland")
    await open_vote(secretary, made.id, about.id, about.version)
    file = "Delegation;Vote\nEmirats;yes\nNandu;No\nosterland;yes\n"
    with pytest.raises(Invalid) as refused:
        await enter_file(secretary, made.id, about.id, file.encode())
    (fault,) = refused.value.fields
    assert "can mean several delegations" in say(fault.message, "en")
    assert fault.message.values["number"] == 4
    assert await enter_file(secretary, made.id, about.id, file.replace("osterland", "Österland").encode()) == 3
    seen = (await read_item(secretary, made.id, about.id)).votes
    assert [each.delegation for each in seen] == ["Émirats", "Ñandú", "Österland"]
