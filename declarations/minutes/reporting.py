"""The report of one meeting for those who keep it or preside over it: numbers, sittings and offices."""

from uuid import UUID

from declarations.meetings.service.presiding_change import OfficersView, list_officers
from declarations.minutes import report_store
from declarations.minutes.report_model import OfficerLine, Report
from declarations.minutes.store import figures
from declarations.votes.service.watching import disclosed_to
from register.kernel.db import transaction
from register.kernel.identity import Identity


async def read_report(identity: Identity, meeting: UUID) -> Report:
    """What is counted of a meeting. NotFound for whoever neither keeps it nor presides over it."""
    async with transaction(identity) as tx:
        await disclosed_to(tx, "minutes.read", meeting)
        whole, counted = await figures(tx, meeting), await report_store.counted(tx, meeting)
    led = await list_officers(identity, meeting)
    return Report(
        meeting=whole.meeting,
        moment=counted.moment,
        sittings=tuple(sorted(led.sittings.values(), key=lambda each: (each.number, each.starts_at))),
        officers=_officers(led),
        delegations=counted.delegations,
        participants=whole.participants,
        acknowledged=whole.acknowledged,
        statements=whole.statements,
        items=counted.items,
        presided=counted.presided,
    )


def _officers(led: OfficersView) -> tuple[OfficerLine, ...]:
    numbers = {each.id: each.number for each in led.sittings.values()}
    lines = [
        OfficerLine(
            function=each.function,
            name=led.name(each),
            sitting=numbers.get(each.sitting) if each.sitting else None,
            since=each.since,
            until=each.until,
            reason=each.reason,
        )
        for each in led.officers
    ]
    return tuple(sorted(lines, key=lambda line: (line.since, line.function, line.name)))
