"""Rules of the directory: who is in it, who finds whom, and what a suggestion never tells."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from declarations.codes.vocabulary import GiverRelation, GiverType
from declarations.parties import store
from declarations.parties.demonstration import demonstration_parties
from declarations.parties.model import PartyRow
from declarations.parties.service import load_file, load_rows, promote, suggest
from register.kernel.db import transaction
from register.kernel.errors import Invalid, NotFound
from register.kernel.i18n import speaking
from register.kernel.identity import ANONYMOUS, Identity, service
from register.kernel.ids import new_id, new_reference
from tests.databases import Database

LOADER = service("loader")
HEAD = "name_en,name_fr,name_es,name_ar,aliases,giver_type,country,relation\n"


def declarant(person: UUID | None = None) -> Identity:
    return Identity(person=person or uuid4(), roles=frozenset({"declarant"}))


def vendor(name: str, **more: Any) -> PartyRow:
    values: dict[str, Any] = {
        "name_en": name,
        "giver_type": GiverType.COMMERCIAL,
        "relation": GiverRelation.VENDOR,
    } | more
    return PartyRow(**values)


async def declared(superuser: asyncpg.Connection, person: UUID, giver: str) -> None:
    """A gift of `person` from a giver whose name was typed by hand, put in behind the register."""
    await superuser.execute(
        "insert into declaration (id, reference, kind, declarant, capacity, filed_by, regime, profile_version,"
        " filed_at, party_name, party_key, value_band, status, effect, alerts, route, version, words_language,"
        " purposes, items, head_seq, head_hash, key_id, details, giver_type)"
        " values ($1, $2, 'gift', $3, 'staff', $3, 'un-style', '1', now(), $4::text, lower($4::text), '30',"
        " 'submitted', 'noted', '{}', 'office', 1, 'en', '{}', 1, 1, $5, 'k', ''::bytea, 'commercial')",
        new_id(),
        new_reference(),
        person,
        giver,
        bytes(32),
    )


async def names(identity: Identity, typed: str) -> list[str]:
    return [found.name for found in await suggest(identity, typed)]


async def test_a_party_is_found_by_the_beginning_of_any_of_its_words_in_any_language(database: Database) -> None:
    row = vendor("Blueline Hydrometry", name_ar="وزارة الصِّحّة", name_fr="Hydrométrie Ligne bleue", aliases=("BLH",))
    await load_rows(LOADER, [row], source_list="vendors")
    me = declarant()
    for typed in ("blue", "HYDRO", "hydrometrie", "وزاره", "الصحة", "صحه", "blh", "  Blueline   hy"):
        assert await names(me, typed) == ["Blueline Hydrometry"], typed
    with speaking("ar"):
        assert await names(me, "blue") == ["وزارة الصِّحّة"]
    assert await names(me, "b") == []
    assert await names(me, "metry") == []


async def test_a_suggestion_tells_nothing_of_what_other_people_declared(
    database: Database, superuser: asyncpg.Connection
) -> None:
    me, other = declarant(), declarant()
    assert me.person is not None
    assert other.person is not None
    await declared(superuser, other.person, "Secretive Holdings")
    officer = Identity(person=uuid4(), roles=frozenset({"declarant", "ethics_officer"}))
    assert await names(me, "secret") == []
    async with transaction(officer) as tx:
        assert await tx.fetchval("select count(*) from declaration") == 1, "control: the officer may read the row"
    assert await names(officer, "secret") == [], "not even where the desk would show the case"
    await declared(superuser, me.person, "Secretive Holdings")
    assert await names(me, "secret") == ["Secretive Holdings"], "control: one's own earlier giver is suggested"


async def test_an_identityless_transaction_sees_no_party(database: Database) -> None:
    await load_rows(LOADER, [vendor("Oasis")], source_list="vendors")
    async with transaction(ANONYMOUS) as tx:
        assert await tx.fetchval("select count(*) from party") == 0
        assert await tx.fetchval("select count(*) from party_name") == 0
    with pytest.raises(NotFound):
        await suggest(ANONYMOUS, "oasis")


async def test_loading_twice_changes_nothing_and_a_replaced_list_retires_what_it_dropped(database: Database) -> None:
    rows = [vendor("One"), vendor("Two"), vendor("Three")]
    first = await load_rows(LOADER, rows, source_list="vendors")
    again = await load_rows(LOADER, rows, source_list="vendors")
    assert (first.added, again.added, again.changed, again.unchanged) == (3, 0, 0, 3)
    less = await load_rows(LOADER, rows[:2], source_list="vendors", replace=True)
    assert less.retired == 1
    assert await names(declarant(), "three") == []
    back = await load_rows(LOADER, rows, source_list="vendors")
    assert back.changed == 1
    assert await names(declarant(), "three") == ["Three"]


async def test_only_the_administrator_loads_and_only_an_officer_promotes(database: Database) -> None:
    officer = Identity(person=uuid4(), roles=frozenset({"ethics_officer"}))
    administrator = Identity(person=uuid4(), roles=frozenset({"administrator"}))
    for stranger in (declarant(), officer, ANONYMOUS):
        with pytest.raises(NotFound):
            await load_rows(stranger, [vendor("One")], source_list="vendors")
    for stranger in (declarant(), administrator, ANONYMOUS):
        with pytest.raises(NotFound):
            await promote(stranger, vendor("One"))
    await load_rows(administrator, [vendor("One")], source_list="vendors")
    promoted = await promote(officer, vendor("Two"))
    assert await promote(officer, vendor("TWO")) == promoted
    assert await names(declarant(), "two") == ["Two"]


@pytest.mark.parametrize("roles", [{"declarant"}, {"ethics_officer"}, {"auditor"}, set()])
async def test_row_security_alone_keeps_the_directory(database: Database, roles: set[str]) -> None:
    await load_rows(LOADER, [vendor("One")], source_list="vendors")
    stranger = Identity(person=uuid4(), roles=frozenset(roles))
    async with transaction(stranger) as tx:
        assert await tx.execute("update party set active = false") == "UPDATE 0"
        assert await tx.execute("delete from party_name") == "DELETE 0"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(stranger) as tx:
            await store.add(tx, [vendor("Forged")], "vendors")


async def test_a_file_with_faults_loads_nothing_and_names_each_row(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "parties.csv"
    file.write_text(
        HEAD
        + "Good Vendor,,,,,commercial,KE,vendor\n"
        + "Jane Doe,,,,,individual,KE,none\n"
        + ",,,,,commercial,KE,vendor\n"
        + "Nowhere,,,,,commercial,XX,vendor\n"
        + "good  VENDOR,,,,,commercial,ke,vendor\n"
        + "Evil\u202egnp,,,,,commercial,,friend\n",
        encoding="utf-8",
    )
    with pytest.raises(Invalid) as refused:
        await load_file(LOADER, file, source_list="vendors")
    assert [fault.name for fault in refused.value.fields] == [
        "3.giver_type", "4.name_en", "5.country", "6.name_en", "7.name_en", "7.relation",
    ]  # fmt: skip
    async with transaction(LOADER) as tx:
        assert await tx.fetchval("select count(*) from party") == 0


async def test_the_demonstration_has_every_member_state_in_four_languages(database: Database) -> None:
    lists = demonstration_parties()
    for name, rows in lists.items():
        assert (await load_rows(LOADER, rows, source_list=name)).added == len(rows)
    assert len(lists["member_states"]) == 193
    assert {len(row.names) for rows in lists.values() for row in rows} == {4}
    me = declarant()
    for tag, typed, expected in (
        ("en", "côte", "Côte d’Ivoire"),
        ("fr", "suis", "Suisse"),
        ("es", "japon", "Japón"),
        ("ar", "المملكه العر", "المملكة العربية السعودية"),
    ):
        with speaking(tag):
            assert expected in await names(me, typed)


async def test_a_prefix_search_uses_the_index(database: Database, superuser: asyncpg.Connection) -> None:
    await load_rows(LOADER, [vendor(f"Vendor {n} Company") for n in range(3000)], source_list="vendors")
    await superuser.execute("analyze party_name")
    async with transaction(declarant()) as tx:
        plan = await tx.fetch("explain select party from party_name where form ^@ $1", "vendor 29")
    text = "\n".join(row[0] for row in plan)
    assert "party_name_by_form" in text, text
