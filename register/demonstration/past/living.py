"""What becomes of each declaration of the history: filed, decided and closed by the services of the rooms."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from declarations.authorizations.settings import authorization_settings
from declarations.codes.vocabulary import Kind, Nature
from declarations.filing.measures import measures_of
from declarations.filing.model import Decision, Declaration, Status
from declarations.filing.service import own
from declarations.filing.service.filing import FilingCommand, amend, file_declaration
from declarations.filing.workflow import GRANTING
from declarations.review.lawful import decided_elsewhere, lawful_decisions
from declarations.review.model import DecisionCommand, MeasureCommand
from declarations.review.service import acts, deciding, marks, measures
from declarations.review.service.case import open_desk_case
from declarations.review.three_tests import TESTS
from declarations.standing.service.keeping import end
from register.demonstration.past.chance import chance
from register.demonstration.past.pausing import Lane
from register.demonstration.past.planning import Planned
from register.demonstration.past.stories import Said
from register.kernel import clock
from register.kernel.identity import Identity
from register.kernel.locales import speaking

_LIKELY: Mapping[str, float] = {
    "note": 6,
    "authorize": 5,
    "authorize_with_conditions": 3,
    "refuse_authorization": 1.2,
    "surrender_to_organization": 2,
    "return_to_giver": 1.5,
    "not_permitted": 2,
    "measure": 4,
    "no_measure_needed": 1.5,
    "cease": 0.2,
    "modify": 0.2,
}
"""How the office and the authorities decide, among what the findings allow."""
_MEASURES = ("recusal", "reassignment", "disclosure_to_concerned", "monitoring", "divestment", "resignation_from_role")


class Office(msgspec.Struct, frozen=True):
    """Who reviews and who decides, in which words, and until when."""

    officers: tuple[Identity, ...]
    authorities: Mapping[str, Identity]
    desk: Mapping[str, Said]
    last: datetime


class Life:
    """One declaration and everything that is done about it, each step at its moment."""

    def __init__(self, planned: Planned, who: Identity, party: UUID | None, office: Office, lane: Lane) -> None:
        self._lane = lane
        self.planned = planned
        self.who = who
        self._office = office
        self._party = party
        self._desk = office.desk
        self._last = office.last
        self._chance = chance(planned.number, planned.by, planned.on)
        self._officer = self._chance.choice(office.officers)
        self._at = planned.on
        self._language = planned.language

    @property
    def command(self) -> FilingCommand:
        """What is filed."""
        planned = self.planned
        return FilingCommand(
            kind=planned.kind,
            facts=planned.facts,
            details=planned.details,
            party=self._party,
            language=planned.language,
            attested=True,
            idempotency_key=f"history-{planned.number}-{planned.on.isoformat()}",
        )

    async def live(self) -> None:
        """File it and take every step; what an interrupted start had filed is left as it stands."""
        async with self._lane.turn:
            await self._lived()

    async def _lived(self) -> None:
        with speaking(self._language):
            filed = await self._do(lambda: file_declaration(self.who, self.command), 0)
            if filed.version == 1 and filed.reviewer is None and filed.status is Status.SUBMITTED:
                await self._handled(filed)

    async def _do(self, step: Callable[[], Awaitable[Declaration]], days: float) -> Declaration:
        """Take a step so many days later on the average, within working time, and never after the history's end."""
        later = timedelta(days=int(self._chance.expovariate(1 / days)), hours=1) if days else timedelta()
        self._at = max(self._at, min(self._at + later, self._last))
        await self._lane.until(self._at)
        with clock.at(self._at):
            return await step()

    def _is(self, share: float) -> bool:
        return self._chance.random() < share

    def _said(self, what: str) -> str:
        return self._desk[what][self._language]

    async def _handled(self, case: Declaration) -> None:
        if self._is(0.08):
            case = await self._amended(case)
        if not case.is_received and case.kind != Kind.CONFLICT and self._is(0.1):
            await self._do(lambda: own.withdraw(self.who, case.reference, self._said("withdrawn"), case.head_seq), 2)
            return
        if case.status is Status.SUBMITTED:
            case = await self._decided(await self._taken(case))
            await self._afterwards(case)

    async def _amended(self, case: Declaration) -> Declaration:
        command = msgspec.structs.replace(self.command, idempotency_key=None)
        value = command.facts.get("value")
        if value:
            more = {**value, "amount": f"{float(value['amount']) * 1.2:.2f}"}
            command = msgspec.structs.replace(command, facts={**command.facts, "value": more})
        else:
            again = msgspec.structs.replace(command.details, remarks=self._said("amended"))
            command = msgspec.structs.replace(command, details=again)
        why = self._said("amended")
        return await self._do(lambda: amend(self.who, case.reference, command, why, case.head_seq), 2)

    async def _taken(self, case: Declaration) -> Declaration:
        taken = await self._do(lambda: acts.take(self._officer, case.reference, case.head_seq), 2)
        if case.kind != Kind.GIFT or not self._is(0.1):
            return taken
        question, answer = self._said("question"), self._said("answer")
        asked = await self._do(
            lambda: acts.ask(self._officer, taken.reference, "description", question, taken.head_seq), 1
        )
        return await self._do(lambda: own.answer(self.who, asked.reference, answer, asked.head_seq), 3)

    async def _decided(self, case: Declaration) -> Declaration:
        open_to = lawful_decisions(case)
        decision = self._chance.choices(open_to, [_LIKELY[each] for each in open_to])[0]
        days = 3.0 if case.kind == Kind.GIFT else 5.0
        if decided_elsewhere(case):
            put = self._decision(case, decision)
            case = await self._do(lambda: deciding.recommend(self._officer, case.reference, put, case.head_seq), days)
            by = self._office.authorities[str(case.authority)]
        else:
            by = self._officer
        command = self._decision(case, decision)
        return await self._do(lambda: deciding.decide(by, case.reference, command, case.head_seq), days)

    def _decision(self, case: Declaration, decision: Decision) -> DecisionCommand:
        conditional = decision in {Decision.AUTHORIZE_WITH_CONDITIONS, Decision.MODIFY}
        of_gift = decision is Decision.MEASURE and case.kind != Kind.CONFLICT
        until = self._end_of(case) if case.kind == Kind.OUTSIDE_ACTIVITY and decision in GRANTING else None
        return DecisionCommand(
            decision,
            self._said("reasons"),
            self._said("conditions") if conditional or of_gift else "",
            valid_until=until,
            measures=self._measures() if decision is Decision.MEASURE and not of_gift else (),
            tests=self._tests(decision) if case.kind == Kind.OUTSIDE_ACTIVITY else None,
        )

    @staticmethod
    def _tests(decision: Decision) -> dict[str, bool]:
        refused = decision not in GRANTING
        return dict.fromkeys(TESTS, False) | ({"conflicts_with_interests": True} if refused else {})

    def _end_of(self, case: Declaration) -> date:
        latest = self._at.date() + timedelta(days=authorization_settings().most_days - 120)
        return min(case.end_date or latest, latest)

    def _measures(self) -> tuple[MeasureCommand, ...]:
        wanted = self._chance.sample(_MEASURES, self._chance.choice((1, 1, 2)))
        return tuple(MeasureCommand(code, self._at.date() + timedelta(days=self._days(code))) for code in wanted)

    def _days(self, code: str) -> int:
        return 360 if code == "monitoring" else self._chance.randrange(30, 120)

    async def _afterwards(self, case: Declaration) -> None:
        if case.kind == Kind.CONFLICT and case.outcome == Decision.MEASURE:
            case, is_settled = await self._settled(case)
            if not is_settled:
                return
        if self._is(0.2):
            case = await self._do(lambda: own.acknowledge(self.who, case.reference, case.head_seq), 3)
        case = await self._do(lambda: acts.close(self._officer, case.reference, case.head_seq), 6)
        if case.kind == Kind.OUTSIDE_ACTIVITY and case.outcome in GRANTING:
            await self._lasting(case)

    async def _settled(self, case: Declaration) -> tuple[Declaration, bool]:
        """The three marks and the measures of a conflict; whether everything was carried out."""
        to, why, by = self._said("disclosed"), self._said("marked"), self._officer
        case = await self._do(
            lambda: marks.mark_disclosed(by, case.reference, to, clock.today(), why, case.head_seq), 4
        )
        with clock.at(self._at):
            found = measures_of((await open_desk_case(by, case.reference)).case.steps)
        for number, each in enumerate(found):
            carried = datetime.combine(each.set.due_on, self._at.timetz()) - timedelta(days=self._chance.randrange(20))
            if carried > self._last or self._is(0.05):
                return case, False
            self._at = max(self._at, carried)
            case = await self._measured(case, each.set.id, lifts=number > 0 and self._is(0.3))
        if self._is(0.1):
            return case, False
        nature = case.nature_declared or Nature.POTENTIAL
        case = await self._do(lambda: marks.assess_nature(by, case.reference, nature, why, case.head_seq), 0)
        case = await self._do(lambda: marks.mark_addressed(by, case.reference, why, case.head_seq), 3)
        return await self._do(lambda: marks.mark_resolved(by, case.reference, why, case.head_seq), 15), True

    async def _measured(self, case: Declaration, measure: UUID, *, lifts: bool) -> Declaration:
        step, why = measures.lift_measure if lifts else measures.confirm_measure, self._said("marked")
        return await self._do(lambda: step(self._officer, case.reference, measure, why, case.head_seq), 1)

    async def _lasting(self, case: Declaration) -> None:
        """What is authorized is renewed before its last day, or ends early, or passes it."""
        start, last = case.start_date, self._end_of(case)
        if start is None or start > self._last.date():
            return
        if self._is(0.35):
            await self._renewed(case, last)
        elif self._is(0.25):
            ends = max(self._at.date(), min(start + (last - start) // 2, self._last.date()))
            self._at = max(self._at, datetime.combine(ends, self._at.timetz()))
            why = self._said("ended")
            await self._do(lambda: end(self.who, case.reference, max(ends, start), why, case.head_seq), 0)

    async def _renewed(self, case: Declaration, last: date) -> None:
        asks = datetime.combine(last - timedelta(days=20), self._at.timetz())
        if asks > self._last or asks < self._at:
            return
        self._at = asks
        days = {"start_date": last + timedelta(days=1), "end_date": last + timedelta(days=200)}
        facts = self.planned.facts | {name: day.isoformat() for name, day in days.items()}
        command = msgspec.structs.replace(self.command, facts=facts, renews=case.reference, idempotency_key=None)
        again = await self._do(lambda: file_declaration(self.who, command), 0)
        if again.status is Status.SUBMITTED:
            again = await self._decided(await self._taken(again))
            await self._do(lambda: acts.close(self._officer, again.reference, again.head_seq), 6)
