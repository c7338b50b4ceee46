"""Several cases to one officer: what is given, what is refused and why, that no case is half given."""

import asyncpg
import pytest

from declarations.filing import store
from declarations.filing.model import Declaration
from declarations.review.service import acts
from declarations.review.service.assigning import assign_together
from register.kernel.db import Transaction, transaction
from register.kernel.errors import Invalid, NotFound
from register.kernel.i18n import say
from tests.factories import World
from tests.reviewing import Office, staffed


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def reviewers(office: Office, cases: list[Declaration]) -> list[object]:
    async with transaction(office.officer) as tx:
        return [(await store.by_id(tx, case.id)).reviewer for case in cases]


async def test_what_may_be_given_is_given_and_every_other_case_is_named(
    office: Office, superuser: asyncpg.Connection
) -> None:
    new = [await office.world.declaration(office.declarant) for _ in range(3)]
    taken = await office.under_review()
    theirs = await office.world.declaration(office.second_officer)
    mine = await office.world.declaration(office.officer)
    of_head = await office.world.declaration(office.head)
    await superuser.execute("delete from outbox")
    chosen = [case.reference for case in (*new, taken, theirs, mine, of_head)]
    done = await assign_together(office.officer, chosen, office.second_officer.person)
    assert {case.reference for case in done.done} == {case.reference for case in new}
    why = {reference: say(reason) for reference, reason in done.refused}
    assert why.keys() == {taken.reference, theirs.reference, mine.reference, of_head.reference}
    assert "has it in charge" in why[taken.reference]
    assert why[mine.reference] == why[of_head.reference] == "It is not in your list."
    assert await reviewers(office, [*new, taken]) == [office.second_officer.person] * 3 + [office.officer.person]
    told = [row["recipient"] for row in await superuser.fetch("select recipient from outbox")]
    assert told == [office.second_officer.person]


async def test_nobody_is_given_a_case_of_their_superior(office: Office) -> None:
    below = await office.world.person("ethics_officer", supervisor=office.declarant)
    case = await office.world.declaration(office.declarant)
    done = await assign_together(office.officer, [case.reference], below.person)
    assert (done.done, len(done.refused)) == ((), 1)


async def test_cases_are_given_by_officers_to_officers_only(office: Office) -> None:
    case = await office.world.declaration(office.declarant)
    for nobody in (office.head, office.declarant, office.designate):
        with pytest.raises(NotFound):
            await assign_together(nobody, [case.reference], office.officer.person)
        with pytest.raises(Invalid):
            await assign_together(office.officer, [case.reference], nobody.person)


async def test_a_failure_in_the_middle_gives_no_case_at_all(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [await office.world.declaration(office.declarant) for _ in range(3)]

    async def fails(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("declarations.review.service.notices.tell_assigned_together", fails)
    with pytest.raises(RuntimeError):
        await assign_together(office.officer, [case.reference for case in cases], office.second_officer.person)
    assert await reviewers(office, cases) == [None] * 3
    await acts.take(office.officer, cases[0].reference, cases[0].head_seq)  # the control


async def test_more_cases_need_no_more_queries(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [(await office.world.declaration(office.declarant)).reference for _ in range(6)]
    asked: list[str] = []
    for name in ("fetch", "fetchrow", "fetchval", "execute"):
        bare = getattr(Transaction, name)

        async def counted(self: Transaction, query: str, *args: object, bare: object = bare) -> object:
            asked.append(query)
            return await bare(self, query, *args)  # type: ignore[operator]  # the method it stands before

        monkeypatch.setattr(Transaction, name, counted)
    await assign_together(office.officer, cases[:1], office.second_officer.person)
    one = len(asked)
    asked.clear()
    assert len((await assign_together(office.officer, cases[1:], office.second_officer.person)).done) == 5
    assert len(asked) == one
