"""The past sessions of the demonstration: set up, attended, disclosed to, and closed, by the services of the rooms."""

import random
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid5

import msgspec

from declarations.meetings.model import (
    BodyRole,
    Credentials,
    Decision,
    Function,
    Item,
    Level,
    Measure,
    Names,
    Type,
    Vote,
)
from declarations.meetings.service.acknowledging import acknowledge, own_code
from declarations.meetings.service.completing import close, complete
from declarations.meetings.service.entering import (
    DelegationCommand,
    ParticipantCommand,
    enter_delegation,
    enter_participant,
)
from declarations.meetings.service.linking import invite_all
from declarations.meetings.service.matrix import RuleCommand, set_rule
from declarations.meetings.service.planning_agenda import ItemCommand, call_item, enter_item, publish, read_agenda
from declarations.meetings.service.preparing import MeetingCommand, SittingCommand, open_it, read_meeting, set_up
from declarations.meetings.service.presiding_change import OfficerCommand, name_officer
from declarations.meetings.service.sitting_plan import plan_sitting
from declarations.presiding.model import Act, Finding, Kind, Verdict
from declarations.presiding.service import matters, measures, opinions
from declarations.votes.model import Stance
from declarations.votes.service.disclosing import AnswerCommand, answer
from declarations.votes.service.dispensing import DispenseCommand, dispense
from declarations.votes.service.leading import read_item
from declarations.votes.service.standing import stand_aside
from register.demonstration.meeting import PlannedDelegation, planned_meeting
from register.demonstration.past.chance import chance
from register.demonstration.past.stories import Said
from register.kernel import clock
from register.kernel.identity import Identity
from register.kernel.locales import speaking

FILE = Path(__file__).with_name("meetings.toml")
_PHONE = UUID("8f7a0c1e-5d3b-4f0a-9c55-0e6d7c2b9a10")
"""From which the keys of the phones of the history are made."""


class Session(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One past session; it lasts three days."""

    body: str
    title: str
    on: date
    names: Mapping[str, Names]


class PastItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An item that every session had."""

    number: str
    decision: Decision
    vote: Vote
    said: Said


class Sessions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file."""

    code: str
    place: str
    languages: tuple[str, ...]
    rule: str
    sessions: tuple[Session, ...] = msgspec.field(name="session")
    items: tuple[PastItem, ...] = msgspec.field(name="item")
    words: Mapping[str, Said]


class Staff(msgspec.Struct, frozen=True):
    """Who sets a session up, keeps it, and presides over it."""

    office: Identity
    secretary: Identity
    chair: Identity


def past_sessions() -> Sessions:
    """What the file says."""
    return msgspec.convert(tomllib.loads(FILE.read_text("utf-8")), Sessions)


async def hold_sessions(staff: Staff, since: date, until: date) -> None:
    """Hold every session that was over between two days; one that an interrupted start had set up stays as it is."""
    said = past_sessions()
    for each in said.sessions:
        if since <= each.on and each.on + timedelta(days=30) <= until:
            await Hall(staff, said, each).hold()


class Attending(msgspec.Struct, frozen=True):
    """A participant as they come in by their link."""

    identity: Identity
    language: str


class Hall:
    """One session from its setting up to its closing."""

    def __init__(self, staff: Staff, said: Sessions, session: Session) -> None:
        self._staff = staff
        self._said = said
        self._session = session
        self._chance: random.Random = chance(session.body, session.title)
        self._meeting = UUID(int=0)
        self._begins = datetime.combine(session.on, time(9), UTC)

    async def hold(self) -> None:
        """Prepare a month before, hold, and close three weeks after."""
        with clock.at(self._begins - timedelta(days=30)):
            if not await self._prepared():
                return
            delegates = await self._entered()
        with clock.at(self._begins):
            await open_it(self._staff.secretary, self._meeting)
            items = await self._called()
        for each in delegates:
            with clock.at(self._some_time()), speaking(each.language):
                await self._attends(each, items)
        with clock.at(self._begins + timedelta(days=2)):
            await self._dispensed(items)
            await self._asked(delegates)
            await self._reported(delegates)
        await self._closed()

    def _some_time(self) -> datetime:
        return self._begins + timedelta(days=self._chance.randrange(2), minutes=self._chance.randrange(30, 400))

    def _words(self, what: str, language: str) -> str:
        return self._said.words[what][language]

    async def _prepared(self) -> bool:
        secretary = self._staff.secretary.person
        assert secretary is not None  # noqa: S101 - an identity of the people file
        command = MeetingCommand(
            body=self._session.body,
            title=self._session.title,
            code=self._said.code,
            place=self._said.place,
            languages=self._said.languages,
            names=self._session.names,
            starts_on=self._session.on,
            ends_on=self._session.on + timedelta(days=2),
        )
        key = f"history-{self._session.on}"
        self._meeting = await set_up(self._staff.office, command, secretary, idempotency_key=key)
        if (await read_meeting(self._staff.secretary, self._meeting)).meeting.version > 1:
            return False
        chair = OfficerCommand(function=Function.PRESIDING_OFFICER, person=self._staff.chair.person, since=clock.now())
        await name_officer(self._staff.secretary, self._meeting, chair)
        rule = RuleCommand(Level.OWN, BodyRole.MEMBER, Measure.LEAVES, self._said.rule)
        await set_rule(self._staff.secretary, self._meeting, rule)
        for number in range(3):
            begins = self._begins + timedelta(days=number)
            sitting = SittingCommand(number + 1, begins, begins + timedelta(hours=8))
            await plan_sitting(self._staff.secretary, self._meeting, sitting)
        return True

    async def _entered(self) -> list[Attending]:
        found = [
            who for number, each in enumerate(planned_meeting().delegations) for who in await self._came(number, each)
        ]
        for item in self._said.items:
            command = ItemCommand(number=item.number, titles=item.said, decision=item.decision, vote=item.vote)
            await enter_item(self._staff.secretary, self._meeting, command)
        await publish(self._staff.secretary, self._meeting)
        await invite_all(self._staff.secretary, self._meeting)
        return found

    async def _came(self, number: int, delegation: PlannedDelegation) -> list[Attending]:
        is_member = delegation.standing == "member"
        command = DelegationCommand(
            name=delegation.name,
            standing=delegation.standing,
            credentials=Credentials.ACCEPTED,
            votes=is_member,
        )
        made, found = await enter_delegation(self._staff.secretary, self._meeting, command), []
        for place, (honorific, first, family, part, language) in enumerate(delegation.people):
            who = ParticipantCommand(
                delegation=made,
                type=Type.REPRESENTATIVE if is_member else Type.OBSERVER,
                function=part,
                honorific=honorific,
                first_name=first,
                family_name=family,
                email=f"delegate{number}{place}@{self._session.on}.delegates.example",
                language=language,
            )
            entered = await enter_participant(self._staff.secretary, self._meeting, who)
            roles = frozenset({"participant"})
            identity = Identity(participant=entered, meeting=self._meeting, roles=roles, name=f"{first} {family}")
            found.append(Attending(identity, language))
        return found

    async def _called(self) -> list[Item]:
        items = (await read_agenda(self._staff.secretary, self._meeting)).items
        for each in items:
            await call_item(self._staff.secretary, self._meeting, each.id, each.version)
        return items

    async def _attends(self, who: Attending, items: list[Item]) -> None:
        """Acknowledge the code, and answer on every item; who does not come says nothing."""
        if self._chance.random() < 0.08:
            return
        await acknowledge(who.identity, (await own_code(who.identity)).code.version)
        for item in items:
            await self._answers(who, item)

    async def _answers(self, who: Attending, item: Item) -> None:
        has_interest = item.decision != Decision.NONE and self._chance.random() < 0.25
        level = self._chance.choice((Level.OWN, Level.FAMILY, Level.EMPLOYER))
        said = AnswerCommand(
            item=item.id,
            stance=Stance.SOMETHING if has_interest else Stance.NOTHING,
            levels=(level,) if has_interest else (),
            text=self._words("interest", who.language) if has_interest else "",
            language=who.language,
            client_key=self._key(who, f"answer {item.number}"),
        )
        await answer(who.identity, said)
        if has_interest and level is not Level.OWN and self._chance.random() < 0.6:
            await stand_aside(who.identity, item.id, Measure.LEAVES)

    def _key(self, who: Attending, what: str) -> UUID:
        return uuid5(_PHONE, f"{self._session.on} {who.identity.participant} {what}")

    async def _dispensed(self, items: list[Item]) -> None:
        """Two of those whom the rule of the body sends out are allowed to speak."""
        left = 2
        for item in items:
            for each in (await read_item(self._staff.chair, self._meeting, item.id)).asides:
                if left and each.aside.by_matrix:
                    reason = self._words("dispensed", "en")
                    command = DispenseCommand(allows=Measure.SPEAKS, rule=self._said.rule, reason=reason)
                    await dispense(self._staff.chair, self._meeting, item.id, each.aside.id, command)
                    left -= 1

    async def _asked(self, delegates: list[Attending]) -> None:
        for who in self._chance.sample(delegates, 3):
            question = opinions.AskCommand(self._words("asked", who.language), who.language, self._key(who, "opinion"))
            asked = await opinions.ask(who.identity, question)
            given = opinions.OpinionCommand(Verdict.WITH_CONDITIONS, self._words("opinion", who.language), who.language)
            await opinions.give(self._staff.chair, self._meeting, asked.id, given, asked.version)

    async def _reported(self, delegates: list[Attending]) -> None:
        kinds = self._chance.choice(((Act.WARN,), (Act.SUMMON, Act.CALL_TO_ORDER), (Act.SUMMON, Act.URGE)))
        who, chair = self._chance.choice(delegates), self._staff.chair
        language = who.language
        told = matters.ReportCommand(
            kind=Kind.BREACH,
            text=self._words("report", language),
            language=language,
            client_key=self._key(who, "report"),
        )
        matter = await matters.report(who.identity, told)
        review = matters.ReviewCommand(
            finding=Finding.NOT_COMPLIANT, text=self._words("review", language), language=language
        )
        await matters.review(chair, self._meeting, matter.id, review, matter.version)
        taken = measures.MeasureCommand(kinds=kinds, about=self._words("about", language), language=language)
        await measures.take(chair, self._meeting, matter.id, taken)
        if self._session.body == "General Assembly":
            why = self._words("review", language)
            informed = measures.InformCommand(why=why, texts=self._said.words["told"])
            await measures.inform(chair, self._meeting, matter.id, informed)

    async def _closed(self) -> None:
        for days, step in ((3, partial(complete, despite=True)), (21, close)):
            with clock.at(self._begins + timedelta(days=days, hours=9)):
                version = (await read_meeting(self._staff.secretary, self._meeting)).meeting.version
                await step(self._staff.secretary, self._meeting, version)
