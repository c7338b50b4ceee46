"""The directory by hand: names with their source, duplicates merged and separated, organisations taken over."""

from uuid import UUID, uuid4

import asyncpg
import pytest

from declarations.codes.vocabulary import GiverType
from declarations.filing.service.evaluating import Giver
from declarations.filing.store import prior_gifts
from declarations.parties.forms import read_alias
from declarations.parties.model import PartyRow
from declarations.parties.records import Alias, Script, script_of
from declarations.parties.service import keeping, suggest
from declarations.parties.service.loading import load_rows
from declarations.parties.store_records import PartyClaims
from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.errors import Invalid, NotFound, Stale, TransitionRefused
from register.kernel.form import Form
from register.kernel.identity import ANONYMOUS, Identity, service
from tests.factories import World, gift_command
from tests.kinds import filed


def alias(name: str, language: str = "", source: str = "Their letterhead") -> Alias:
    form = Form()
    for field, value in (("name", name), ("language", language), ("source", source)):
        form.put(field, value)
    return read_alias(form)


async def names(identity: Identity, typed: str) -> list[str]:
    return [found.name for found in await suggest(identity, typed) if found.source == "directory"]


async def two(world: World) -> tuple[UUID, UUID]:
    return await world.party("Nile Instruments Ltd"), await world.party("Nile Instruments Limited")


@pytest.mark.parametrize(
    ("name", "typed", "script"),
    [
        ("وزارة الصحّة", "صحه", Script.ARABIC),
        ("Нил Инструментс", "нил инс", Script.CYRILLIC),
        ("尼罗河仪器", "尼罗", Script.HAN),
        ("Νείλος", "νειλ", Script.GREEK),
        ("Instruments du Nil — Côte d’Ivoire", "cote", Script.LATIN),
    ],
)
async def test_a_party_is_found_under_a_name_in_any_script_from_the_moment_it_is_written_down(
    world: World, name: str, typed: str, script: Script
) -> None:
    officer, declarant = await world.person("ethics_officer"), await world.person()
    party = await world.party()
    assert await names(declarant, typed) == [], "control: not before"
    await keeping.add_alias(officer, party, 1, alias(name))
    assert await names(declarant, typed) == ["Nile Instruments Ltd"]
    page = await keeping.list_parties(officer, typed)
    assert [found.id for found in page.items] == [party]
    assert script_of(name) is script


async def test_a_name_has_a_source_is_there_once_and_can_be_taken_back(world: World) -> None:
    officer = await world.person("ethics_officer")
    party = await world.party()
    with pytest.raises(Invalid):
        alias("NI", source="")
    kept = await keeping.add_alias(officer, party, 1, alias("النيل", "ar"))
    with pytest.raises(Invalid):
        await keeping.add_alias(officer, party, kept.version, alias("النِّيل"))
    with pytest.raises(Stale):
        await keeping.add_alias(officer, party, 1, alias("Other"))
    entry = await keeping.read_party(officer, party)
    assert [(one.name, one.language, one.source) for one in entry.aliases] == [("النيل", "ar", "Their letterhead")]
    await keeping.remove_alias(officer, party, kept.version, entry.aliases[0].id)
    assert await names(officer, "النيل") == []
    assert await names(officer, "nile") == ["Nile Instruments Ltd"], "the other names stay"
    assert [step.act for step in (await keeping.read_party(officer, party)).story] == ["alias_removed", "alias_added"]


async def test_a_list_loaded_again_keeps_the_names_that_were_written_down_by_hand(world: World) -> None:
    officer = await world.person("ethics_officer")
    party = await world.party(relation="vendor")
    await keeping.add_alias(officer, party, 1, alias("Hydra Works"))
    await world.party(relation="bidder")
    assert await names(officer, "hydra") == ["Nile Instruments Ltd"]


async def test_merged_entries_are_suggested_and_totalled_as_one_and_can_be_separated_again(world: World) -> None:
    officer, declarant = await world.person("ethics_officer"), await world.person()
    kept, duplicate = await two(world)
    first = await world.declaration(declarant, gift_command(party=kept))
    second = await world.declaration(declarant, gift_command(party=duplicate))
    alone = (await keeping.read_party(officer, kept)).totals
    assert alone is not None
    assert alone.rolling.received == 1, "control: before"
    assert [found.id for found in (await keeping.read_party(officer, duplicate)).candidates] == [kept]
    record = await keeping.merge(officer, duplicate, 1, kept, "One company, written in two ways")
    assert await names(declarant, "nile") == ["Nile Instruments Ltd"]
    together = (await keeping.read_party(officer, kept)).totals
    assert together is not None
    assert together.rolling.received == 2
    assert [str(total.amount) for total in together.rolling.sums] == ["90.00"]
    assert await earlier(declarant, kept) == 2
    assert await earlier(declarant, duplicate) == 2, "a draft that still names the duplicate counts as well"
    rows = await world.superuser.fetch("select party from declaration where id = any($1)", [first.id, second.id])
    assert {row["party"] for row in rows} == {kept, duplicate}, "no declaration was changed"
    entry = await keeping.read_party(officer, duplicate)
    assert entry.target is not None
    assert entry.target.id == kept
    await keeping.separate(officer, duplicate, record.version, "Two companies after all")
    assert await names(declarant, "nile") == ["Nile Instruments Limited", "Nile Instruments Ltd"]
    assert await earlier(declarant, kept) == 1


async def earlier(who: Identity, party: UUID | None, typed: str = "") -> int:
    assert who.person is not None
    today = clock.today()
    async with transaction(who) as tx:
        since = today.replace(year=today.year - 1, day=1)
        key = Giver(None, typed).key if typed else ""
        return len(await prior_gifts(tx, who.person, party, key, since=since, until=today, but=None))


async def test_a_merge_asks_for_a_lawful_target_and_never_makes_a_ring(world: World) -> None:
    officer = await world.person("ethics_officer")
    kept, duplicate = await two(world)
    third = await world.party("Nile Instruments Company")
    with pytest.raises(Invalid):
        await keeping.merge(officer, kept, 1, kept, "Itself")
    with pytest.raises(Invalid):
        await keeping.merge(officer, kept, 1, uuid4(), "Nobody")
    await keeping.merge(officer, duplicate, 1, kept, "Same")
    with pytest.raises(TransitionRefused):
        await keeping.merge(officer, third, 1, duplicate, "Into a merged one")
    with pytest.raises(TransitionRefused):
        await keeping.merge(officer, kept, 2, duplicate, "A ring")
    await keeping.merge(officer, kept, 2, third, "Same")
    assert (await keeping.read_party(officer, third)).candidates == (), "what was merged is no candidate"
    assert await names(officer, "nile") == ["Nile Instruments Company"]


async def test_a_typed_organisation_is_taken_over_and_its_declarations_are_counted(world: World) -> None:
    officer, declarant = await world.person("ethics_officer"), await world.person()
    typed = await world.declaration(declarant, gift_command(giver_name="Delta Pumps Company"))
    page = await keeping.list_typed(officer)
    assert [(found.name, found.declarations) for found in page.items] == [("Delta Pumps Company", 1)]
    row = await keeping.typed_in(officer, typed.reference)
    party = await keeping.promote_typed(officer, typed.reference, row)
    assert (await keeping.list_typed(officer)).items == []
    assert await names(declarant, "delta") == ["Delta Pumps Company"]
    entry = await keeping.read_party(officer, party)
    assert entry.totals is not None
    assert entry.totals.rolling.received == 1
    assert await earlier(declarant, party) == 1, "the next gift of the entry counts the typed one"
    assert await earlier(declarant, None, "delta pumps COMPANY") == 1
    await world.declaration(declarant, gift_command(party=party))
    assert await earlier(declarant, None, "Delta Pumps Company") == 2, "and the other way round"


@pytest.mark.parametrize("kind", ["outside_activity", "approval_request", "conflict"])
async def test_employers_and_counterparts_of_every_kind_are_taken_over(world: World, kind: str) -> None:
    officer, declarant = await world.person("ethics_officer"), await world.person()
    typed = await filed(declarant, kind, told={"other_party": "Delta Pumps Company"})
    await filed(declarant, kind, told={"other_party": "Another"})
    assert {(found.name, found.kind) for found in (await keeping.list_typed(officer)).items} == {
        ("Another", kind),
        ("Delta Pumps Company", kind),
    }
    row = await keeping.typed_in(officer, typed.reference)
    party = await keeping.promote_typed(officer, typed.reference, row)
    assert [found.name for found in (await keeping.list_typed(officer)).items] == ["Another"]
    assert await world.superuser.fetchval("select party from party_typed where form = 'delta pumps company'") == party
    assert [step.act for step in (await keeping.read_party(officer, party)).story] == ["promoted"]


async def test_a_person_who_is_a_counterpart_never_enters_nor_does_anybody_of_the_same_name(world: World) -> None:
    officer, declarant = await world.person("ethics_officer"), await world.person()
    told = {"other_party": "Jane Doe"}
    person = await filed(declarant, "conflict", told=told, counterpart_kind="individual")
    employer = await filed(declarant, "outside_activity", told=told)
    for reference in (person.reference, employer.reference):
        with pytest.raises(NotFound):
            await keeping.typed_in(officer, reference)
    assert (await keeping.list_typed(officer)).items == []
    firm = await filed(declarant, "conflict", told={"other_party": "Doe & Daughters"})
    assert (await keeping.typed_in(officer, firm.reference)).name_en == "Doe & Daughters", "control"


@pytest.mark.parametrize("giver_type", ["individual", "unknown"])
async def test_a_natural_person_never_enters_whatever_an_officer_says(world: World, giver_type: str) -> None:
    officer, declarant = await world.person("ethics_officer"), await world.person()
    typed = await world.declaration(declarant, gift_command(giver_name="Jane Doe", giver_type=giver_type))
    company = await world.declaration(declarant, gift_command(giver_name="Doe Company"))
    assert [found.name for found in (await keeping.list_typed(officer)).items] == ["Doe Company"]
    row = await keeping.typed_in(officer, company.reference)
    with pytest.raises(NotFound):
        await keeping.typed_in(officer, typed.reference)
    with pytest.raises(NotFound):
        await keeping.promote_typed(officer, typed.reference, row)
    assert await world.superuser.fetchval("select count(*) from party") == 0
    await keeping.promote_typed(officer, company.reference, row)
    assert await world.superuser.fetchval("select count(*) from party") == 1, "control: an organisation does"


async def test_nobody_learns_from_totals_or_typed_names_what_is_not_open_to_them(world: World) -> None:
    officer = await world.person("ethics_officer")
    keeper = await world.person("administrator")
    other = await world.person()
    party = await world.party()
    own = await world.declaration(officer, gift_command(giver_name="My Own Secret Ltd"))
    await world.declaration(officer, gift_command(party=party))
    await world.declaration(other, gift_command(party=party))
    assert (await keeping.list_typed(officer)).items == []
    with pytest.raises(NotFound):
        await keeping.typed_in(officer, own.reference)
    seen = (await keeping.read_party(officer, party)).totals
    assert seen is not None
    assert seen.rolling.received == 1, "the officer’s own gift is not counted"
    assert len(seen.persons) == 1
    assert (await keeping.read_party(keeper, party)).totals is None
    with pytest.raises(NotFound):
        await keeping.list_typed(keeper)


@pytest.mark.parametrize("roles", [{"declarant"}, {"auditor"}, {"policy_owner"}, {"executive_head"}, set()])
async def test_only_officers_and_the_administrator_keep_the_directory(world: World, roles: set[str]) -> None:
    officer = await world.person("ethics_officer")
    kept, duplicate = await two(world)
    stranger = Identity(person=uuid4(), roles=frozenset(roles))
    for who in (stranger, ANONYMOUS, service("loader")):
        with pytest.raises(NotFound):
            await keeping.read_party(who, kept)
        with pytest.raises(NotFound):
            await keeping.add_alias(who, kept, 1, alias("X1"))
        with pytest.raises(NotFound):
            await keeping.merge(who, duplicate, 1, kept, "x")
    await keeping.merge(officer, duplicate, 1, kept, "control")
    for who in (stranger, service("loader")):
        async with transaction(who) as tx:
            assert await tx.execute("update party_record set merged_into = null") == "UPDATE 0"
            assert await tx.execute("delete from party_alias") == "DELETE 0"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(stranger) as tx:
            await tx.execute(
                "insert into party_record (id, merged_into, head_seq, head_hash) values ($1, $2, 1, '')",
                kept,
                duplicate,
            )


async def test_a_merge_made_behind_the_register_is_found_by_verification(world: World) -> None:
    officer = await world.person("ethics_officer")
    kept, duplicate = await two(world)
    await keeping.merge(officer, duplicate, 1, kept, "Same")
    async with transaction(service("verifier")) as tx:
        claims = {claim.stream: claim async for claim in PartyClaims().claims(tx)}
    await world.superuser.execute("update party_record set merged_into = null where id = $1", duplicate)
    async with transaction(service("verifier")) as tx:
        after = {claim.stream: claim async for claim in PartyClaims().claims(tx)}
    assert after[kept] == claims[kept]
    assert after[duplicate].state != claims[duplicate].state
    assert after[duplicate].hash == claims[duplicate].hash


async def test_the_list_turns_its_pages_in_both_directions(world: World) -> None:
    rows = [PartyRow(name_en=f"Vendor {n:03}", giver_type=GiverType.COMMERCIAL) for n in range(60)]
    await load_rows(service("loader"), rows, source_list="vendors")
    officer = await world.person("ethics_officer")
    first = await keeping.list_parties(officer)
    second = await keeping.list_parties(officer, "", first.older)
    third = await keeping.list_parties(officer, "", second.older)
    found = [party.name_en for page in (first, second, third) for party in page.items]
    assert found == [row.name_en for row in rows]
    assert third.older is None
    assert (await keeping.list_parties(officer, "", second.newer)).items == first.items
