"""Who takes part in a meeting: delegations and their right to vote, participants, links, lists that are imported."""

import time
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from declarations.meetings import store, store_people
from declarations.meetings.model import Credentials, Function, Meeting, Part, Standing, Status, Type
from declarations.meetings.naming import read_name
from declarations.meetings.records import MEETINGS
from declarations.meetings.secrets import link_token, room_code
from declarations.meetings.service import entering, importing_people, linking, voting
from declarations.meetings.service.arriving import enter, open_link
from declarations.meetings.service.entering import DelegationCommand, ParticipantCommand
from declarations.meetings.service.voting import ReplaceCommand
from register.access import AccessSettings, configure
from register.access.service.resolving import identity_of_participant
from register.kernel.db import transaction
from register.kernel.errors import Conflict, Invalid, NotFound, Stale
from register.kernel.identity import ANONYMOUS, Identity
from tests.db.test_meetings import is_sound
from tests.factories import World
from tests.meetings import delegation, meeting, officer, participant, sitting


@pytest.fixture(autouse=True)
def how_people_come_in() -> None:
    configure(AccessSettings(secret=b"m" * 32))


@pytest.fixture
async def office(world: World) -> Identity:
    return await world.person("ethics_officer")


@pytest.fixture
async def secretary(world: World) -> Identity:
    return await world.person("meeting_secretary")


@pytest.fixture
async def assembly(office: Identity, secretary: Identity) -> Meeting:
    return await meeting(office, secretary)


async def test_the_secretary_enters_a_delegation_and_its_people_and_nobody_else_does(
    assembly: Meeting, secretary: Identity, office: Identity, world: World
) -> None:
    command = DelegationCommand(name="Ruritania", credentials=Credentials.ACCEPTED)
    made = await entering.enter_delegation(secretary, assembly.id, command)
    view = await entering.read_delegation(secretary, assembly.id, made)
    assert view.delegation.may_vote
    person = ParticipantCommand(delegation=made, family_name="Okafor", email="A@delegates.example", function=Part.HEAD)
    await entering.enter_participant(secretary, assembly.id, person)
    with pytest.raises(Invalid):
        await entering.enter_participant(secretary, assembly.id, person)
    with pytest.raises(Invalid):
        await entering.enter_delegation(secretary, assembly.id, command)
    for other in (office, await world.person("meeting_secretary")):
        with pytest.raises(NotFound):
            await entering.list_participants(other, assembly.id, None)
        with pytest.raises(NotFound):
            await entering.enter_delegation(other, assembly.id, DelegationCommand(name="Elsewhere"))


async def test_a_member_without_its_vote_needs_a_reason_and_an_observer_none(
    assembly: Meeting, secretary: Identity
) -> None:
    row = await delegation(secretary, assembly)
    arrears = DelegationCommand(name=row.name, credentials=Credentials.ACCEPTED, votes=False)
    with pytest.raises(Invalid):
        await entering.correct_delegation(secretary, assembly.id, row.id, arrears, 1)
    said = DelegationCommand(name=row.name, credentials=Credentials.ACCEPTED, votes=False, reason="Article 52")
    assert await entering.correct_delegation(secretary, assembly.id, row.id, said, 1) == 2
    with pytest.raises(Stale):
        await entering.correct_delegation(secretary, assembly.id, row.id, said, 1)
    watching = DelegationCommand(name="Observers", standing=Standing.OBSERVER, votes=False)
    await entering.enter_delegation(secretary, assembly.id, watching)


async def test_who_votes_is_kept_by_sitting_with_its_history(
    assembly: Meeting, secretary: Identity, tmp_path: Path
) -> None:
    us, them = await delegation(secretary, assembly), await delegation(secretary, assembly, "Elsewhere")
    first, second = await sitting(secretary, assembly), await sitting(secretary, assembly, number=2)
    head, deputy = await participant(secretary, assembly, us), await participant(secretary, assembly, us)
    await voting.name_voting(secretary, assembly.id, us.id, head.id)
    await voting.name_voting(secretary, assembly.id, us.id, deputy.id, second.id)
    stranger = await participant(secretary, assembly, them)
    watcher = await participant(secretary, assembly, us, type=Type.OBSERVER)
    for other in (stranger, watcher):
        with pytest.raises(Invalid):
            await voting.name_voting(secretary, assembly.id, us.id, other.id)
    async with transaction(secretary) as tx:
        assert await store_people.voting_at(tx, assembly.id, first.id, tx.now) == {us.id: head.id}
        assert await store_people.voting_at(tx, assembly.id, second.id, tx.now) == {us.id: deputy.id}
    await voting.name_voting(secretary, assembly.id, us.id, deputy.id)
    history = (await entering.read_delegation(secretary, assembly.id, us.id)).votes
    assert [(each.participant, each.until is None) for each in history].count((head.id, False)) == 1
    assert await is_sound(tmp_path)


async def test_an_alternate_takes_the_place_the_vote_and_the_function(assembly: Meeting, secretary: Identity) -> None:
    us, hall = await delegation(secretary, assembly), await sitting(secretary, assembly)
    head = await participant(secretary, assembly, us, function=Part.HEAD)
    alternate = await participant(secretary, assembly, us, function=Part.ALTERNATE)
    await voting.name_voting(secretary, assembly.id, us.id, head.id)
    session = await enter(link_token(head.id, 1), room_code(hall))
    await voting.replace(secretary, assembly.id, head.id, ReplaceCommand(alternate.id, leaves=True))
    after = (await entering.read_participant(secretary, assembly.id, alternate.id)).participant
    assert after.function is Part.HEAD
    async with transaction(secretary) as tx:
        assert await store_people.voting_at(tx, assembly.id, None, tx.now) == {us.id: alternate.id}
    assert await identity_of_participant(session) is ANONYMOUS
    other = await participant(secretary, assembly, await delegation(secretary, assembly, "Elsewhere"))
    with pytest.raises(Invalid):
        await voting.replace(secretary, assembly.id, alternate.id, ReplaceCommand(other.id))


async def test_a_new_link_kills_the_one_before_and_its_sessions(assembly: Meeting, secretary: Identity) -> None:
    hall, who = await sitting(secretary, assembly), await participant(secretary, assembly)
    session = await enter(link_token(who.id, 1), room_code(hall))
    assert (await identity_of_participant(session)).participant == who.id
    await linking.issue_again(secretary, assembly.id, who.id)
    assert await identity_of_participant(session) is ANONYMOUS
    with pytest.raises(NotFound):
        await open_link(link_token(who.id, 1))
    await open_link(link_token(who.id, 2))
    await linking.revoke(secretary, assembly.id, who.id)
    with pytest.raises(NotFound):
        await open_link(link_token(who.id, 2))
    with pytest.raises(Conflict):
        await linking.revoke(secretary, assembly.id, who.id)


async def test_everyone_with_an_address_is_sent_the_link_once(
    assembly: Meeting, secretary: Identity, superuser: asyncpg.Connection, tmp_path: Path
) -> None:
    invited = [await participant(secretary, assembly) for _ in range(3)]
    await participant(secretary, assembly, email="")
    assert await linking.invite_all(secretary, assembly.id) == 3
    assert await linking.invite_all(secretary, assembly.id) == 0
    sent = await superuser.fetch(
        "select recipient from outbox where recipient = any($1)", [each.id for each in invited]
    )
    assert len(sent) == 3
    assert await is_sound(tmp_path)
    moved = ParticipantCommand(family_name="Okafor", email="new@delegates.example")
    await entering.correct_participant(secretary, assembly.id, invited[0].id, moved, 2)
    assert await linking.invite_all(secretary, assembly.id) == 1
    with pytest.raises(NotFound):
        await linking.invite(secretary, assembly.id, uuid4())


LIST = """Member State;Name;Function;E-mail;Language;Credentials
Ruritania;H.E. Mr. Juan Carlos DE LA TORRE;Head of delegation;head@ruritania.example;English;accepted
Ruritania;S.E. Mme Marie-Claire N’DIAYE;Suppléante;marie@ruritania.example;français;
Elbonia;Excma. Sra. Ana García López;Jefa de delegación;ana@elbonia.example;español;accepted
الدولة المضيفة;سعادة السيدة أمينة الحداد;رئيسة الوفد;amina@host.example;العربية;مقبولة
Elbonia;Sr. Pedro Ruiz;Minister of Justice;pedro-at-elbonia;English;
Elbonia;;;nobody@elbonia.example;English;
"""


async def test_a_list_is_looked_at_with_its_faults_by_row_and_taken_over_once(
    assembly: Meeting, secretary: Identity, tmp_path: Path
) -> None:
    wanted = await importing_people.look_at(secretary, assembly.id, LIST.encode())
    looked = await importing_people.read_looked(secretary, assembly.id, wanted)
    assert (looked.delegations, looked.added, looked.changed, looked.refused) == (3, 4, 0, 2)
    refused = {fault.row: fault.words for fault in looked.reading.faults if fault.refused}
    assert refused.keys() == {6, 7}
    assert "pedro-at-elbonia" in refused[6]
    async with transaction(secretary) as tx:
        assert await store_people.all_participants(tx, assembly.id) == []
    assert await importing_people.take_over(secretary, assembly.id, wanted) == (4, 0)
    async with transaction(secretary) as tx:
        people = {each.email: each for each in await store_people.all_participants(tx, assembly.id)}
    head, ana, amina = (people[f"{name}.example"] for name in ("head@ruritania", "ana@elbonia", "amina@host"))
    assert (head.honorific, head.first_name, head.family_name) == ("H.E. Mr.", "Juan Carlos", "DE LA TORRE")
    assert (ana.honorific, ana.family_name, ana.language, ana.function) == ("Excma. Sra.", "García López", "es", "head")
    assert (amina.honorific, amina.family_name, amina.language) == ("سعادة السيدة", "الحداد", "ar")
    await open_link(link_token(head.id, head.link_turn))
    with pytest.raises(NotFound):
        await importing_people.read_looked(secretary, assembly.id, wanted)
    again = await importing_people.look_at(secretary, assembly.id, LIST.replace("Suppléante", "Conseillère").encode())
    looked = await importing_people.read_looked(secretary, assembly.id, again)
    assert (looked.delegations, looked.added, looked.changed, looked.unchanged) == (0, 0, 1, 3)
    assert await importing_people.take_over(secretary, assembly.id, again) == (0, 1)
    assert await is_sound(tmp_path)


async def test_a_later_list_corrects_credentials_and_right_to_vote_where_it_says_them(
    assembly: Meeting, secretary: Identity
) -> None:
    async def imported(columns: str, values: str) -> importing_people.Looked:
        text = f"Délégation;Nom;Courriel{columns}\nRuritania;Mme Ana PRADO;ana@r.example{values}\n"
        wanted = await importing_people.look_at(secretary, assembly.id, text.encode())
        looked = await importing_people.read_looked(secretary, assembly.id, wanted)
        assert (await importing_people.take_over(secretary, assembly.id, wanted))[1] == 0
        return looked

    def planned(looked: importing_people.Looked) -> list[tuple[str, bool]]:
        return [(each.credentials, each.may_vote) for each in looked.as_planned]

    first = await imported(";Droit de vote", ";oui")
    assert (first.delegations, first.corrected, planned(first)) == (1, 0, [("pending", False)])
    same = await imported("", "")
    assert (same.corrected, same.does_something, planned(same)) == (0, False, []), "what is not said stays"
    later = await imported(";Pouvoirs", ";Acceptés")
    assert (later.corrected, later.does_something, planned(later)) == (1, True, [("accepted", True)])
    await imported(";Droit de vote", ";non")
    async with transaction(secretary) as tx:
        (kept,) = await store_people.delegations(tx, assembly.id)
    assert (kept.credentials, kept.votes) == ("accepted", False)


async def test_a_list_under_the_names_of_its_delegations_is_read_and_one_without_headings_is_not(
    assembly: Meeting, secretary: Identity
) -> None:
    sections = "Name,Function,E-mail\nRuritania\nMs. Li WEI,Head,li@r.example\nElbonia\nMr. Jo Oak,,\nJo Fir\n"
    wanted = await importing_people.look_at(secretary, assembly.id, sections.encode())
    looked = await importing_people.read_looked(secretary, assembly.id, wanted)
    found = looked.reading.entries
    assert [(fault.row, fault.words) for fault in looked.reading.faults] == [(6, "Jo Fir")]
    assert [(each.delegation, each.family_name) for each in found] == [("Ruritania", "WEI"), ("Elbonia", "Oak")]
    with pytest.raises(Invalid):
        await importing_people.look_at(secretary, assembly.id, b"a,b\n1,2\n")


async def test_nobody_but_the_secretary_takes_a_list_over(
    assembly: Meeting, secretary: Identity, office: Identity, world: World
) -> None:
    wanted = await importing_people.look_at(secretary, assembly.id, LIST.encode())
    for other in (office, await world.person("meeting_secretary")):
        with pytest.raises(NotFound):
            await importing_people.take_over(other, assembly.id, wanted)
        with pytest.raises(NotFound):
            await importing_people.look_at(other, assembly.id, LIST.encode())


async def test_a_list_of_800_rows_is_taken_over_at_the_pace_of_8000_in_half_a_minute(
    assembly: Meeting, secretary: Identity
) -> None:
    rows = [f"State {at % 196},Mr. Paul PERSON{at},p{at}@states.example,French" for at in range(800)]
    began = time.perf_counter()
    wanted = await importing_people.look_at(
        secretary, assembly.id, "\n".join(["Delegation,Name,E-mail,Language", *rows]).encode()
    )
    assert await importing_people.take_over(secretary, assembly.id, wanted) == (800, 0)
    assert time.perf_counter() - began < 3


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("H.E. Mr. Juan Carlos DE LA TORRE", ("H.E. Mr.", "Juan Carlos", "DE LA TORRE")),
        ("H. E. Mrs. Rosa Díaz", ("H.E. Mrs.", "Rosa", "Díaz")),
        ("S.E. M. Paul Martin", ("S.E. M.", "Paul", "Martin")),
        ("S.E. Mme Marie-Claire N’DIAYE", ("S.E. Mme", "Marie-Claire", "N’DIAYE")),
        ("Excmo. Sr. D. Juan García López", ("Excmo. Sr. D.", "Juan", "García López")),
        ("Sra. Ana de la Fuente Gómez", ("Sra.", "Ana", "de la Fuente Gómez")),
        ("سعادة السيدة أمينة الحداد", ("سعادة السيدة", "أمينة", "الحداد")),
        ("معالي الدكتور محمد بن سلمان آل سعود", ("معالي الدكتور", "محمد بن سلمان", "آل سعود")),
        ("OKAFOR, Ms. Amina", ("Ms.", "Amina", "OKAFOR")),
        ("XI Jinping", ("", "Jinping", "XI")),
        ("Mr John McDONALD", ("Mr", "John", "McDONALD")),
        ("M", ("", "", "M")),
    ],
)
def test_a_name_is_taken_apart_as_its_style_writes_it(written: str, parts: tuple[str, str, str]) -> None:
    found = read_name(written)
    assert (found.honorific, found.first_name, found.family_name) == parts


async def test_whoever_presides_reads_the_list_and_neither_links_nor_changes_it(
    assembly: Meeting, secretary: Identity, world: World
) -> None:
    who, chair = await participant(secretary, assembly), await world.person("presiding_officer")
    await officer(secretary, assembly, Function.PRESIDING_OFFICER, chair)
    assert (await entering.list_participants(chair, assembly.id, None)).page.items[0].id == who.id
    with pytest.raises(NotFound):
        await linking.read_badges(chair, assembly.id, None)
    with pytest.raises(NotFound):
        await linking.read_badge(chair, assembly.id, who.id)
    with pytest.raises(NotFound):
        await linking.issue_again(chair, assembly.id, who.id)


async def test_nothing_of_a_closed_meeting_is_changed(assembly: Meeting, secretary: Identity) -> None:
    who = await participant(secretary, assembly)
    async with transaction(secretary) as tx:
        row = await store.meeting(tx, assembly.id)
        await store.change(tx, MEETINGS[Meeting], row, "closed", status=Status.CLOSED)
    with pytest.raises(Conflict):
        await linking.issue_again(secretary, assembly.id, who.id)
    with pytest.raises(Conflict):
        await importing_people.look_at(secretary, assembly.id, LIST.encode())
