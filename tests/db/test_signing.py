"""The signing list: what is on it, that one act signs all or nothing, and what stays of each case."""

from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from declarations.codes.decisions import Status
from declarations.filing import store
from declarations.filing.model import Declaration
from declarations.filing.service import own
from declarations.filing.store import DeclarationClaims
from declarations.review.service import acts, deciding
from declarations.review.service.signing import Chosen, sign, signing_list
from register.kernel.db import Transaction, transaction
from register.kernel.errors import Invalid, NotFound, Stale
from register.kernel.identity import Identity
from register.ledger.seal_log import SealLog
from register.ledger.sealer import Sealer
from register.ledger.service import events
from register.ledger.signing import PublicKeys, SigningKey
from register.ledger.verification import verify
from tests.factories import World
from tests.reviewing import Office, authorize, staffed, with_conditions

REASONS = "As the ethics office advised, after I read each case."


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def five(office: Office) -> list[Declaration]:
    return [await office.recommended() for _ in range(5)]


def chosen(cases: list[Declaration]) -> list[Chosen]:
    return [Chosen(each.reference, each.head_seq) for each in cases]


async def now(office: Office, kept: Declaration) -> Declaration:
    async with transaction(office.officer) as tx:
        return await store.by_id(tx, kept.id)


async def listed(who: Identity) -> set[str]:
    return {row.declaration.reference for row in (await signing_list(who)).page.items}


async def test_five_cases_are_signed_by_one_act_each_with_its_own_step(office: Office) -> None:
    cases = await five(office)
    kept = await office.under_review()
    kept = await deciding.recommend(office.officer, kept.reference, with_conditions(), kept.head_seq)
    await sign(office.head, chosen([*cases, kept]), REASONS)
    for case in [*cases, kept]:
        after = await now(office, case)
        assert (after.status, after.decided_by, after.outcome) == (
            Status.DECIDED,
            office.head.person,
            case.recommendation,
        )
        async with transaction(office.officer) as tx:
            last = (await events(tx, case.id))[-1]
        assert (last.seq, last.name) == (case.head_seq + 1, "declaration:decided")
    told = await own.read_own(office.declarant, kept.reference)
    assert told.steps[-1].said["reasons"] == REASONS
    assert told.steps[-1].said["conditions"] == "It stays in the office."
    assert "modest value" not in str([step.said for step in told.steps])
    assert await listed(office.head) == set()


async def test_the_chains_of_what_was_signed_together_verify(office: Office, tmp_path: Path) -> None:
    cases = await five(office)
    await sign(office.head, chosen(cases), REASONS)
    key, log = SigningKey(bytes(range(32))), SealLog(tmp_path / "seals.log")
    await Sealer(key, log).seal_all()
    report = await verify([DeclarationClaims()], PublicKeys({key.id: key.public}), log)
    assert report.is_sound


async def test_one_case_that_changed_meanwhile_leaves_all_of_them_unsigned_and_is_named(office: Office) -> None:
    cases = await five(office)
    changed = cases[2]
    await acts.note(office.officer, changed.reference, "New facts", changed.head_seq)
    with pytest.raises(Stale) as refused:
        await sign(office.head, chosen(cases), REASONS)
    assert [fault.name for fault in refused.value.fields] == [changed.reference]
    assert {(await now(office, case)).status for case in cases} == {Status.UNDER_REVIEW}
    await sign(office.head, chosen([case for case in cases if case is not changed]), REASONS)  # the control


async def test_a_failure_in_the_middle_leaves_nothing_signed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = await five(office)

    async def fails(tx: Transaction, declaration: Declaration, recused: frozenset[UUID]) -> None:
        if declaration.id == cases[3].id:
            raise RuntimeError

    monkeypatch.setattr("declarations.review.service.notices._tell_decided", fails)
    with pytest.raises(RuntimeError):
        await sign(office.head, chosen(cases), REASONS)
    assert {(await now(office, case)).status for case in cases} == {Status.UNDER_REVIEW}


async def test_only_what_was_recommended_to_oneself_and_is_not_ones_own_is_on_the_list(office: Office) -> None:
    first = (await five(office))[0]
    await office.under_review()
    mine = await office.world.declaration(office.delegate)
    mine = await acts.take(office.officer, mine.reference, mine.head_seq)
    mine = await deciding.recommend(office.officer, mine.reference, authorize(), mine.head_seq)
    of_head = await office.world.declaration(office.head)
    assert len(await listed(office.head)) == 6
    assert {row.recommendation.rule for row in (await signing_list(office.head)).page.items} == {first.leading_rule}
    assert mine.reference not in await listed(office.delegate)
    assert of_head.reference not in await listed(office.head)
    assert await listed(office.official) == set()
    for nobody in (office.officer, office.declarant, office.stranger):
        with pytest.raises(NotFound):
            await signing_list(nobody)
        with pytest.raises(NotFound):
            await sign(nobody, chosen([first]), REASONS)
    with pytest.raises(Stale):
        await sign(office.delegate, chosen([mine]), REASONS)
    with pytest.raises(Stale):
        await sign(office.official, chosen([first]), REASONS)


async def test_a_delegate_signs_in_the_place_of_the_executive_head_and_it_is_said(office: Office) -> None:
    case = await office.recommended()
    await sign(office.delegate, chosen([case]), REASONS)
    async with transaction(office.officer) as tx:
        last = (await events(tx, case.id))[-1]
    assert (last.actor, last.acting_for) == (office.delegate.person, office.head.person)
    told = await own.read_own(office.declarant, case.reference)
    assert (told.steps[-1].said["instrument"], told.steps[-1].said["standing_for"]) == ("OD 2026/3", "Helena Moreau")


async def test_nothing_is_signed_without_cases_or_reasons(office: Office) -> None:
    case = await office.recommended()
    for cases, reasons, field in (([], REASONS, "case"), ([case], " ", "reasons"), ([case, case], REASONS, "case")):
        with pytest.raises(Invalid) as refused:
            await sign(office.head, chosen(cases), reasons)
        assert [fault.name for fault in refused.value.fields] == [field]


async def test_opening_the_list_is_recorded_as_reading_each_case(office: Office, superuser: asyncpg.Connection) -> None:
    cases = await five(office)
    before = await superuser.fetchval("select count(*) from reading")
    assert before == 0
    await signing_list(office.head)
    rows = await superuser.fetch("select subject, person, role from reading")
    assert {row["subject"] for row in rows} == {case.id for case in cases}
    assert {(row["person"], row["role"]) for row in rows} == {(office.head.person, "executive_head")}


async def test_more_cases_need_no_more_queries(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = await five(office)
    asked: list[str] = []
    for name in ("fetch", "fetchrow", "fetchval", "execute"):
        bare = getattr(Transaction, name)

        async def counted(self: Transaction, query: str, *args: object, bare: object = bare) -> object:
            asked.append(query)
            return await bare(self, query, *args)  # type: ignore[operator]  # the method it stands before

        monkeypatch.setattr(Transaction, name, counted)
    await sign(office.head, chosen(cases[:1]), REASONS)
    one = len(asked)
    asked.clear()
    await sign(office.head, chosen(cases[1:]), REASONS)
    assert len(asked) == one
