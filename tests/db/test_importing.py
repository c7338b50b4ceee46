"""Importing an older register: all or nothing, known again by its numbers, undone within a day, always verifiable."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from declarations.codes.vocabulary import GiverType
from declarations.filing.service.importing import file_imported
from declarations.filing.store import DeclarationClaims
from declarations.legacy import store
from declarations.legacy.mapping import ColumnMapping
from declarations.legacy.service import performing, runs
from declarations.legacy.service.looking import workbook_of
from declarations.legacy.suggesting import suggest_mapping
from declarations.parties.service import keeping
from declarations.review.service import case
from register.kernel import clock, db
from register.kernel.errors import Invalid, NotFound, Stale, TransitionRefused
from register.kernel.identity import Identity
from register.ledger.seal_log import SealLog
from register.ledger.signing import PublicKeys, SigningKey
from register.ledger.verification import verify
from tests.factories import World, gift_command
from tests.unit.legacy.books import HEADINGS, csv_file, row

_KEY = SigningKey(bytes(range(32)))


def register_of(folder: Path, *rows: list[Any]) -> bytes:
    return csv_file(folder, [HEADINGS, *rows]).read_bytes()


async def mapping_of(data: bytes, **settings: Any) -> ColumnMapping:
    found = suggest_mapping(await workbook_of(data), "Gifts")
    return msgspec.structs.replace(found, currency="USD", **settings)


async def imported(officer: Identity, data: bytes, **settings: Any) -> UUID:
    run = await runs.open_run(officer, "gifts.csv", data, mapping=await mapping_of(data, **settings))
    await runs.commit_run(officer, run, (await runs.read_run(officer, run)).run.version)
    assert await runs.work_off()
    return run


async def rows_in(world: World, where: str = "true") -> list[dict[str, Any]]:
    return [
        dict(found) for found in await world.superuser.fetch(f"select * from declaration where {where} order by id")
    ]


async def is_sound(folder: Path) -> bool:
    keys = PublicKeys({_KEY.id: _KEY.public})
    return (await verify([DeclarationClaims()], keys, SealLog(folder / "seals.log"))).is_sound


async def test_each_entry_becomes_a_closed_declaration_judged_by_its_day_and_nobody_is_told(
    world: World, tmp_path: Path
) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    await imported(officer, register_of(tmp_path, row(1, value="12"), row(2, value="400", person="Luis Vega")))
    found = await rows_in(world)
    assert [each["status"] for each in found] == ["closed", "closed"]
    assert {each["event_date"] for each in found} == {date(2024, 5, 13)}
    assert {str(each["amount"].normalize()): each["effect"] for each in found} == {
        "12": "noted",
        "4E+2": "authorization_required",
    }
    assert all(each["imported"] for each in found)
    assert await world.superuser.fetchval("select count(*) from outbox") == 0
    assert await is_sound(tmp_path)


@pytest.mark.parametrize(
    ("typed", "band"),
    [("< 30", "30"), ("100-140", "150"), ("> 5000", "above"), ("< 150", "not_valued"), ("Above limit", "not_valued")],
)
async def test_bounds_in_words_place_a_gift_in_a_band_where_only_one_is_possible(
    world: World, tmp_path: Path, typed: str, band: str
) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    await imported(officer, register_of(tmp_path, row(1, value=typed), row(2, value="45")))
    found = {each["value_band"] for each in await rows_in(world, "amount is null")}
    assert found == {band}
    run = await imported(officer, register_of(tmp_path, row(1, value="20"), row(2, value="45")))
    await runs.undo_run(officer, run, (await runs.read_run(officer, run)).run.version)
    assert await runs.work_off()
    assert {each["value_band"] for each in await rows_in(world, "amount is null")} == {band}


async def test_a_person_who_is_known_keeps_their_name_and_others_are_recorded_without_an_account(
    world: World, tmp_path: Path
) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    known = await world.person(first_name="Amina", family_name="Haddad")
    await world.superuser.execute(
        "insert into known_name (id, kind, subject, form) values (gen_random_uuid(), 'person', $1, 'amina haddad')",
        known.person,
    )
    await imported(officer, register_of(tmp_path, row(1), row(2, person="Luis Vega"), row(3, person="Luis Vega")))
    declarants = {each["declarant"] for each in await rows_in(world)}
    assert known.person in declarants
    assert len(declarants) == 2
    recorded = await world.superuser.fetchrow("select * from person where family_name = 'Luis Vega'")
    assert recorded is not None
    assert (recorded["active"], recorded["id"] in declarants) == (False, True)
    assert not await world.superuser.fetchval("select count(*) from account where person = $1", recorded["id"])


async def test_a_giver_of_an_older_register_is_taken_over_by_whoever_says_what_it_is(
    world: World, tmp_path: Path
) -> None:
    officer, declarant = await world.person("ethics_officer", family_name="Dubois"), await world.person()
    await imported(
        officer, register_of(tmp_path, row(1, person="L. Vega"), row(2, person="L. Vega", giver="Ana Person"))
    )
    await world.declaration(declarant, gift_command(giver_name="Ana Person", giver_type="individual"))
    (typed,) = (await keeping.list_typed(officer)).items  # the control: never a name that is said to be a person's
    assert (typed.name, typed.giver_type) == ("Pumps and Pipes Ltd", "unknown")
    offered = await keeping.typed_in(officer, typed.reference)
    taken = msgspec.structs.replace(offered, giver_type=GiverType.COMMERCIAL)
    await keeping.promote_typed(officer, typed.reference, taken)
    assert (await keeping.list_typed(officer)).items == []


async def test_the_same_file_twice_changes_nothing(world: World, tmp_path: Path) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    data = register_of(tmp_path, row(1))
    await imported(officer, data)
    before = await rows_in(world)
    again = await runs.open_run(officer, "renamed.csv", data)
    looked = (await runs.read_run(officer, again)).run
    assert (looked.register, looked.added, looked.changed, looked.unchanged) == ("Gifts", 0, 0, 1)
    with pytest.raises(Invalid) as refused:
        await runs.import_file("renamed.csv", data, await mapping_of(data), dry_run=False, progress=lambda _: None)
    assert refused.value.message == runs.ALREADY
    with pytest.raises(Invalid) as renamed:
        await imported(officer, data, register="Another name")
    assert [fault.name for fault in renamed.value.fields] == ["register"]
    assert await rows_in(world) == before


async def test_the_same_file_is_corrected_under_another_mapping_also_after_a_day_and_nothing_is_there_twice(
    world: World, tmp_path: Path
) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    unnumbered = [HEADINGS[1:], *(row(number)[1:] for number in (1, 2, 3))]
    for data, moves in (
        (csv_file(tmp_path, unnumbered).read_bytes(), (3, 0, 3)),
        (register_of(tmp_path, row(1, person="L. Vega"), row(2, person="L. Vega")), (0, 2, 0)),
    ):
        named = {"register": f"Gifts {moves}"}
        await imported(officer, data, **named)
        with clock.fixed(clock.now() + timedelta(days=2)):
            run = await runs.open_run(officer, "a.csv", data)
            view = await runs.read_run(officer, run)
            await runs.map_run(officer, run, 1, msgspec.structs.replace(view.found.mapping, currency="EUR"))
            found = (await runs.read_run(officer, run)).run
            assert (found.added, found.changed, found.withdrawn) == moves
            await runs.commit_run(officer, run, 2, withdraw=True)
            assert await runs.work_off()
    closed = await rows_in(world, "status = 'closed'")
    assert [each["currency"] for each in closed] == ["EUR"] * 5
    assert await is_sound(tmp_path)


async def test_a_newer_edition_adds_changes_and_withdraws_by_the_registers_own_numbers(
    world: World, tmp_path: Path
) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    await imported(officer, register_of(tmp_path, row(1), row(2), row(3)))
    run = await imported(officer, register_of(tmp_path, row(2, value="90"), row(3), row(4)))
    done = (await runs.read_run(officer, run)).run
    assert (done.added, done.changed, done.withdrawn, done.unchanged) == (1, 1, 1, 1)
    assert [each["status"] for each in await rows_in(world)] == ["withdrawn", "closed", "closed", "closed"]
    assert [each["version"] for each in await rows_in(world, "amount = 90")] == [2]
    assert await is_sound(tmp_path)


async def test_an_entry_that_a_newer_edition_corrects_is_counted_once_in_running_totals(
    world: World, tmp_path: Path
) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    later = row(2, value="31", day=date(2024, 6, 1))
    await imported(officer, register_of(tmp_path, row(1, value="20"), later))
    await imported(officer, register_of(tmp_path, row(1, value="25"), [*later[:-1], "Noted"]))
    first, second = [await case_facts(officer, each["reference"]) for each in await rows_in(world)]
    assert "prior_total" not in first, "what the entry itself said before is no earlier gift"
    assert first.get("prior_values", []) == []
    assert second["prior_total"] == {"amount": "25", "currency": "USD"}, "the control: the new value, and once"


async def case_facts(who: Identity, reference: str) -> dict[str, Any]:
    return (await case.open_desk_case(who, reference)).case.content.facts


@pytest.mark.parametrize(("period", "is_noted"), [("2024", True), ("Q2 2024", True), ("January to March 2024", False)])
async def test_a_nil_return_against_what_the_register_or_the_file_holds_is_marked_and_kept(
    world: World, tmp_path: Path, period: str, is_noted: bool
) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")

    def file(*rows: list[Any]) -> bytes:
        return csv_file(tmp_path, [[*HEADINGS, "Year"], *rows]).read_bytes()

    kept = [[*row(1), ""], [*row(2, person="Luis Vega"), ""]]
    await imported(officer, file(*kept))
    nil = [*row(9, giver="", gift="Nil return", day="", value="", outcome=""), period]
    beside = [[*row(3, person="Ngozi Okafor"), ""], ["G8", "Ngozi Okafor", *nil[2:]], ["G7", "Zuzana Novák", *nil[2:]]]
    run = await imported(officer, file(*kept, nil, *beside))
    view = await runs.read_run(officer, run)
    noted = [(each.row, each.refused) for each in view.found.faults if each.code == "nil_held"]
    assert noted == ([(4, False), (6, False)] if is_noted else []), "of the register, of the file; not of nobody"
    assert len(await rows_in(world, "kind = 'nil'")) == 3


async def test_undone_within_a_day_the_register_says_what_it_said_before(world: World, tmp_path: Path) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    await imported(officer, register_of(tmp_path, row(1), row(2), row(3)))
    told = ("status", "amount", "outcome", "event_date", "party_key")
    before = [[each[name] for name in told] for each in await rows_in(world)]
    run = await imported(officer, register_of(tmp_path, row(2, value="90"), row(3), row(4)))
    await runs.undo_run(officer, run, (await runs.read_run(officer, run)).run.version)
    assert await runs.work_off()
    after = [[each[name] for name in told] for each in await rows_in(world)]
    assert after[:3] == before
    assert after[3][0] == "withdrawn"
    assert (await runs.read_run(officer, run)).run.status == "undone"
    assert await is_sound(tmp_path)


async def test_after_a_day_or_under_a_later_import_nothing_is_undone(world: World, tmp_path: Path) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    first = await imported(officer, register_of(tmp_path, row(1)))
    second = await imported(officer, register_of(tmp_path, row(1), row(2)))
    with pytest.raises(TransitionRefused):
        await runs.undo_run(officer, first, (await runs.read_run(officer, first)).run.version)
    with clock.fixed(clock.now() + timedelta(days=1, seconds=1)), pytest.raises(TransitionRefused):
        await runs.undo_run(officer, second, (await runs.read_run(officer, second)).run.version)
    assert (await runs.read_run(officer, second)).may_undo  # the control: within the day


async def test_an_import_that_is_killed_leaves_nothing_and_the_next_worker_finishes_it(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    data = register_of(tmp_path, *(row(number) for number in range(1, 31)))
    run = await runs.open_run(officer, "gifts.csv", data, mapping=await mapping_of(data))
    await runs.commit_run(officer, run, 1)
    through = file_imported
    filed = 0

    async def killed(*args: Any, **kwargs: Any) -> Any:
        nonlocal filed
        filed += 1
        if filed == 25:
            raise KeyboardInterrupt
        return await through(*args, **kwargs)

    monkeypatch.setattr(performing, "file_imported", killed)
    with pytest.raises(KeyboardInterrupt):
        await runs.work_off()
    assert await rows_in(world) == []
    assert (await runs.read_run(officer, run)).run.status == "waiting"
    monkeypatch.setattr(performing, "file_imported", through)
    assert await runs.work_off()
    assert len(await rows_in(world)) == 30
    assert not await runs.work_off()  # there is nothing left to do


async def test_what_the_person_declared_already_is_not_imported_again(world: World, tmp_path: Path) -> None:
    officer, amina = await world.person("ethics_officer", family_name="Dubois"), await world.person()
    await world.superuser.execute(
        "insert into known_name (id, kind, subject, form) values (gen_random_uuid(), 'person', $1, 'amina haddad')",
        amina.person,
    )
    day = clock.today() - timedelta(days=3)
    await world.declaration(
        amina, value={"amount": "45", "currency": "USD"}, event_date=day.isoformat(), giver_name="Pumps and Pipes Ltd"
    )
    data = register_of(tmp_path, row(1, day=day.isoformat()), row(2, day=day.isoformat(), value="46"))
    run = await runs.open_run(officer, "gifts.csv", data, mapping=await mapping_of(data))
    found = (await runs.read_run(officer, run)).found
    assert [(fault.row, fault.code) for fault in found.faults if fault.refused] == [(2, "declared_already")]


async def test_an_imported_row_that_is_edited_behind_the_register_is_found(world: World, tmp_path: Path) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    await imported(officer, register_of(tmp_path, row(1)))
    assert await is_sound(tmp_path)
    await world.superuser.execute("set session_replication_role = replica")
    await world.superuser.execute("update declaration set imported = null")
    await world.superuser.execute("set session_replication_role = origin")
    assert not await is_sound(tmp_path)


async def test_nobody_but_an_ethics_officer_imports_and_no_other_role_sees_the_file(
    world: World, tmp_path: Path
) -> None:
    data = register_of(tmp_path, row(1))
    run = await imported(await world.person("ethics_officer", family_name="Dubois"), data)
    for role in ("administrator", "auditor", "policy_owner", "executive_head"):
        other = await world.person(role)
        with pytest.raises(NotFound):
            await runs.open_run(other, "gifts.csv", data)
        async with db.transaction(other) as tx:
            assert await tx.fetch("select id from legacy_run") == []
            assert await tx.fetch("select id from legacy_entry") == []
            with pytest.raises(NotFound):
                await store.run_by_id(tx, run)


async def test_the_file_and_what_was_found_in_it_are_encrypted(world: World, tmp_path: Path) -> None:
    await imported(
        await world.person("ethics_officer", family_name="Dubois"),
        register_of(tmp_path, row(1, person="Zebedee Quill")),
    )
    row_as_text = await world.superuser.fetchval("select row_to_json(r)::text from legacy_run r")
    assert "Quill" not in row_as_text
    assert "5175696c6c" not in row_as_text  # the same in hexadecimal


async def test_an_import_that_cannot_succeed_keeps_nothing_and_holds_up_no_other(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    first, second = (register_of(tmp_path, row(number)) for number in (1, 2))
    doomed = await runs.open_run(officer, "one.csv", first)
    after = await runs.open_run(officer, "two.csv", second)
    for run in (doomed, after):
        await runs.commit_run(officer, run, 1)

    async def broken(*args: Any, **kwargs: Any) -> Any:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(runs, "carry_out", broken)
        with pytest.raises(RuntimeError):
            await runs.work_off()
    assert (await runs.read_run(officer, doomed)).run.status == "failed"
    assert await rows_in(world) == []
    assert await runs.work_off()
    assert (await runs.read_run(officer, after)).run.status == "done"
    assert len(await rows_in(world)) == 1


async def test_a_part_of_a_register_is_not_taken_for_all_of_it_by_the_command(world: World, tmp_path: Path) -> None:
    whole, part = (register_of(tmp_path, *map(row, numbers)) for numbers in ((1, 2, 3, 4), (2,)))
    mapping = await mapping_of(whole)

    async def bring(data: bytes, **wish: bool) -> None:
        await runs.import_file("gifts.csv", data, mapping, dry_run=False, progress=lambda _: None, **wish)

    await bring(whole)
    with pytest.raises(Invalid) as refused:
        await bring(part)
    assert refused.value.message == runs.WITHDRAWS_MOST
    assert len(await rows_in(world, "status = 'closed'")) == 4
    await bring(part, withdraw=True)
    assert len(await rows_in(world, "status = 'closed'")) == 1


async def test_what_withdraws_most_of_a_register_only_since_it_was_looked_at_is_not_imported(
    world: World, tmp_path: Path
) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    whole, part = (register_of(tmp_path, *map(row, numbers)) for numbers in ((1, 2, 3, 4), (2,)))
    early = await runs.open_run(officer, "gifts.csv", part, mapping=await mapping_of(part))
    await imported(officer, whole)
    await runs.commit_run(officer, early, 1)
    with pytest.raises(Stale):
        await runs.work_off()
    assert (await runs.read_run(officer, early)).run.status == "failed"
    assert len(await rows_in(world, "status = 'closed'")) == 4
