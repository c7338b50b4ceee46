"""Rows of every table that belong to others: what row security has to keep from whoever has nothing to do with them."""

from datetime import timedelta
from uuid import UUID

import asyncpg
import msgspec

from declarations.advice.model import AskCommand, GuidanceCommand, GuidanceText, Topic, TurnCommand
from declarations.advice.service import advising, asking, publishing, turning
from declarations.assets import model as asked
from declarations.assets.service import consenting, filing, reading
from declarations.codes.library import shipped
from declarations.codes.sandbox import Sandbox
from declarations.codes.terms import terms_of
from declarations.codes.vocabulary import GiverType
from declarations.evidence.model import Side
from declarations.evidence.service.attaching import attach
from declarations.filing.model import Declaration
from declarations.legacy.service import runs
from declarations.meetings.model import Function, Level, Meeting, Participant
from declarations.meetings.secrets import room_code
from declarations.parties.model import PartyRow
from declarations.parties.records import Alias
from declarations.parties.service.keeping import add_alias, promote_typed
from declarations.parties.service.listening import hear_all
from declarations.policies.model import Proposed
from declarations.policies.service.proposing import propose
from declarations.review.service.case import open_desk_case
from declarations.review.service.matching import hear_and_match
from declarations.votes.model import Stance
from declarations.votes.service.disclosing import AnswerCommand, answer
from declarations.whatif.model import Asked as WhatIfAsked
from declarations.whatif.service.asking import ask as ask_what_if
from register.access import AccessSettings, configure
from register.access import store as access
from register.access.tokens import digest, new_token
from register.kernel import clock, db
from register.kernel.identity import Identity, service
from register.kernel.ids import new_id
from reports.engagements.service.unmasking import ask_unmasking
from reports.periodic.model import Profile
from reports.periodic.service import releasing
from reports.periodic.service.making import make_data_set
from tests.assets import Assets
from tests.engagements import cases_of, engaged
from tests.evidence import photo
from tests.factories import World, gift_command
from tests.meetings import attending, delegation, item, meeting, officer, participant, sitting
from tests.reviewing import Office


async def of_meetings(world: World, superuser: asyncpg.Connection) -> None:
    """A meeting with somebody in it who came by a link and answered."""
    configure(AccessSettings(secret=b"m" * 32))
    keeper = await world.person("meeting_secretary")
    made = await meeting(await world.person("ethics_officer"), keeper)
    hall, us = await sitting(keeper, made), await delegation(keeper, made)
    called = await item(keeper, made, called_at=made.created_at)
    who = await participant(keeper, made, us)
    inside = await attending(who, room_code(hall))
    command = AnswerCommand(item=called.id, stance=Stance.SOMETHING, levels=(Level.OWN,), client_key=new_id())
    await answer(inside, command)
    await superuser.execute(
        "insert into arrival_code (id, participant, code_hash, sent_at, expires_at, tries)"
        " values ($1, $1, '', now(), now(), 0)",
        who.id,
    )
    rows: dict[str, dict[str, object]] = {
        "aside_rule": {"level": "own", "role": "chair", "measure": "hands_over_chair", "citation": "Rule 5"},
        "agenda_party": {"item": called.id, "name": "Delta", "name_key": "delta", "role": "candidate"},
        "agenda_revision": {"number": 1, "published_at": clock.now(), "carries_code": True, "agenda": "[]"},
        "voting_delegate": {"delegation": us.id, "participant": who.id, "since": clock.now()},
        "standing_aside": {
            "item": called.id,
            "participant": who.id,
            "measure": "leaves",
            "by_matrix": False,
            "recorded_at": clock.now(),
        },
        "participant_list": {
            "made_by": keeper.person,
            "made_at": clock.now(),
            "key_id": "k",
            "wrapped_key": b"",
            "content": b"",
        },
        "vote_snapshot": {"item": called.id, "taken_at": clock.now(), "content": "{}"},
        "open_vote": {
            "item": called.id,
            "delegation": us.id,
            "choice": "yes",
            "source": "hand",
            "recorded_at": clock.now(),
        },
    }
    for table, values in rows.items():
        named = {"id": new_id(), "meeting": made.id, **values}
        places = ", ".join(f"${number}" for number in range(1, len(named) + 1))
        await superuser.execute(f"insert into {table} ({', '.join(named)}) values ({places})", *named.values())
    await of_presiding(superuser, made, who, await officer(keeper, made, Function.DEPUTY, who))


async def of_presiding(superuser: asyncpg.Connection, of: Meeting, asker: Participant, office: UUID) -> None:
    """What lies before whoever presides: an opinion out of which guidance is proposed, and a report with measures."""
    sealed = {"key_id": "k", "content": b""}
    opinion, matter, informed = new_id(), new_id(), new_id()
    given = {"verdict": "compatible", "answered_at": clock.now(), "answered_by": asker.id, "answer": b""}
    asked = {"participant": asker.id, "officer": office, "asked_at": clock.now(), "client_key": new_id()}
    reported = {"reporter": asker.id, "officer": office, "kind": "breach", "received_at": clock.now(), "named": []}
    reviewed = {"reviewed_at": clock.now(), "reviewed_by": asker.id, "finding": "compliant", "review": b""}
    proposed = {"proposed_by": asker.id, "proposed_at": clock.now()}
    taken = {"meeting": of.id, "matter": matter, "taken_at": clock.now(), "taken_by": asker.id}
    for table, values in (
        ("presiding_opinion", {"id": opinion, "meeting": of.id, **asked, **given}),
        ("reported_matter", {"id": matter, "meeting": of.id, "client_key": new_id(), **reported, **reviewed}),
        ("presiding_measure", {"id": new_id(), "kind": "warn", **taken}),
        ("presiding_measure", {"id": informed, "kind": "inform", **taken}),
        ("participants_informed", {"id": informed, "meeting": of.id, "informed_at": clock.now()}),
        ("opinion_guidance", {"id": new_id(), "opinion": opinion, "code": "own", "status": "proposed", **proposed}),
    ):
        named = {**values, **sealed}
        places = ", ".join(f"${number}" for number in range(1, len(named) + 1))
        await superuser.execute(f"insert into {table} ({', '.join(named)}) values ({places})", *named.values())


async def of_rates(superuser: asyncpg.Connection) -> None:
    """One rate of one source."""
    source = new_id()
    await superuser.execute(
        "insert into rate_source (id, name, base, loaded_at) values ($1, 'test', 'USD', now())", source
    )
    await superuser.execute(
        "insert into rate (id, source, currency, effective, units) values ($1, $2, 'EUR', '2026-01-01', 0.9)",
        new_id(),
        source,
    )


async def of_imports(officer: Identity) -> None:
    """A register that was brought over."""
    data = b"No.,Name,Donor,Description of gift,Date\n1,Vera Quill,Delta Pumps,Pen,2024-05-13\n"
    run = await runs.open_run(officer, "gifts.csv", data)
    await runs.commit_run(officer, run, 1)
    assert await runs.work_off()


async def of_evidence(declarant: Identity, officer: Identity, theirs: Declaration, own: Declaration) -> None:
    """A photo that the declarant added, and one that the office added to somebody else's case."""
    await attach(declarant, Side.DECLARATION, own.reference, "pen.jpg", photo())
    await attach(officer, Side.CASE, theirs.reference, "letter.jpg", photo(80))


async def of_parties(world: World, officer: Identity, case: Declaration) -> None:
    """An entry with another name, and a giver that was taken over from a declaration."""
    party = await world.party("Blue Nile Pumps")
    await add_alias(officer, party, 1, Alias(new_id(), "Pompes du Nil bleu", "fr", "their letterhead", clock.now()))
    await promote_typed(officer, case.reference, PartyRow(name_en="Pumps and Pipes", giver_type=GiverType.COMMERCIAL))
    await hear_all()


async def of_matches(world: World, office: Office) -> None:
    """What was found elsewhere of the party of a case, and looked at; and what waits to be looked for."""
    case = await world.declaration(office.stranger, gift_command(giver_name="Delta Pumsp"))
    await hear_and_match(200)
    await open_desk_case(office.officer, case.reference)
    await world.party("Green Nile Pumps")
    await world.declaration(office.stranger)


async def of_advice(office: Office) -> None:
    """A question that was answered, became a draft and was published in general words."""
    asked = await asking.ask(office.declarant, AskCommand(Topic.GIFT, "May I keep the pen?", "en"))
    await advising.answer(office.officer, asked, "Yes.", "en", 1)
    await asking.consent(office.declarant, asked, agrees=True)
    await turning.turn(office.declarant, asked, TurnCommand("gift", agrees=True))
    general = GuidanceCommand(Topic.GIFT, "", GuidanceText("Pens", "Pens are small gifts.", "en"))
    found = await publishing.propose(office.officer, asked, general, 0)
    await publishing.publish(office.second_officer, asked, found.version)


async def of_separations(person: Identity, superuser: asyncpg.Connection) -> None:
    """A change of function that nobody has looked at, and somebody who leaves."""
    change = new_id()
    await superuser.execute(
        "insert into function_change (id, person, at, what) values ($1, $2, now(), '{unit}')", change, person.person
    )
    await superuser.execute(
        "insert into change_aside (id, person, at, what, failures, fault, first_at, last_at, try_after)"
        " values ($1, $2, now(), '{unit}', 1, 'transition_refused', now(), now(), now())",
        change,
        person.person,
    )
    await superuser.execute(
        "insert into separation (id, person, last_day, recorded_at) values ($1, $2, '2026-12-31', now())",
        new_id(),
        person.person,
    )


async def of_reports(officer: Identity) -> None:
    """A draft on a period."""
    counted = await make_data_set(officer, clock.today() - timedelta(days=180), clock.today())
    await releasing.draft(officer, counted, Profile.PUBLIC)


async def of_engagements(world: World, officer: Identity) -> None:
    """An audit with an extract that is ready, and a request to unmask each case."""
    auditor = await world.person("auditor")
    under = await engaged(officer, auditor)
    for case in await cases_of(auditor, under):  # whose they are, their order does not tell
        await ask_unmasking(auditor, under.id, case["Case"], "Finding 3 needs the file.", names_others=True)


async def of_assets(assets: Assets) -> None:
    """A statement that was reviewed, a request for another use, and the draft of the next one."""
    made = await assets.filed()
    await reading.review(assets.reader, made, asked.Outcome.NO_ISSUE, asked.Text("", "en"), 1)
    request = asked.AskConsentCommand(asked.Use.OTHER, asked.ConsentWords("The auditor", "An audit"))
    await consenting.ask(assets.officer, made, request)
    await filing.begin(assets.filer, assets.designation)


async def of_policies(owner: Identity) -> None:
    """A version of a profile that waits for another person, and one that is only tried."""
    terms = terms_of(shipped().profiles["un-style"].versions[-1])
    later = msgspec.structs.replace(terms, effective_from=clock.today() + timedelta(days=30), currency="EUR")
    await propose(owner, Proposed("un-style", later, "Circular 7"))
    await ask_what_if(owner, WhatIfAsked(Sandbox("un-style", later)))


async def of_access(person: Identity, superuser: asyncpg.Connection) -> None:
    """What the session layer keeps of a person."""
    assert person.person is not None
    async with db.transaction(service("access")) as tx:
        await access.put_credential(tx, person.person, "$argon2id$none")
        await access.add_link(tx, person.person, "reset", digest(new_token()), timedelta(hours=1))
        await access.add_link_request(tx, "somebody@example.org", None)
        await access.count_try(tx, b"k" * 32, 0, timedelta(hours=1))
    async with db.transaction(person) as tx:
        await access.add_token(tx, person.person, "key", ["desk.read"], digest(new_token()), timedelta(days=1))
    await superuser.execute(
        "insert into session (id, person, token_hash, epoch, expires_at)"
        " values ($1, $2, $3, 1, now() + interval '1 hour')",
        new_id(),
        person.person,
        digest(new_token()),
    )
