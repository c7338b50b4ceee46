"""The demonstration: the fictitious Organization for Shared Waters, with one sign-in for each role that has an account,
and some cases in several languages and states.

Passwords are new at each first start and kept beside the data, so that they can be printed again. It is refused on any
database but the embedded one.
"""

import contextlib
import secrets
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import msgspec

from declarations.assets.model import DesignateCommand, Ground, GroundWords
from declarations.assets.service.designating import designate
from declarations.codes.service import load_demonstration_rates
from declarations.parties.demonstration import OTHERS_LIST, demonstration_parties
from declarations.parties.model import PartyRow
from declarations.parties.service import load_rows
from declarations.parties.service.keeping import entry_named
from register.access.policy import ACCOUNT_ROLES, Role
from register.access.service.administration import link_assistant, record_delegation
from register.access.service.demonstration import identity_of, set_passwords
from register.access.service.staffing import load_people_file
from register.auditing import seal_log
from register.configuring import configure
from register.demonstration.cases import file_cases
from register.demonstration.meeting import hold_meeting
from register.demonstration.past import bring_people, history, set_ceiling
from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.errors import Conflict, NotConfigured
from register.kernel.i18n import msg, say
from register.kernel.identity import Identity, service
from register.keys import signing_key
from register.ledger.sealer import Sealer
from register.people import store as people
from register.settings import Organisation, Settings

PEOPLE = Path(__file__).with_name("people.csv")
OF_MEETINGS = (Role.MEETING_SECRETARY, Role.PRESIDING_OFFICER)
"""Known by the meeting, not by a role of the people file; here they have accounts."""
_MORE = ("second.officer@demo.example", "former.staff@demo.example")
"""Who else takes part in its stories: the second look at guidance, and what goes on after service."""
SIGN_INS = (*(f"{role.value}@demo.example" for role in Role if role in ACCOUNT_ROLES or role in OF_MEETINGS), *_MORE)
ORGANISATION = Organisation(
    name_en="Organization for Shared Waters",
    name_fr="Organisation des eaux partagées",
    name_es="Organización de Aguas Compartidas",
    name_ar="منظمة المياه المشتركة",
    contact="ethics@demo.example",
)
_WORDS = 4
_YEAR = timedelta(days=364)


def refuse_foreign_database(settings: Settings) -> None:
    """Raise NotConfigured where a database of one's own is set: fictitious people never enter it."""
    if not settings.is_embedded or settings.database_owner_url:
        raise NotConfigured(msg("The demonstration runs on the embedded database only; unset DATABASE_URL."))


def demonstration_settings(settings: Settings) -> Settings:
    """The settings of the demonstration: its organization, open pre-check, mail that is shown and not sent."""
    mail = msgspec.structs.replace(settings.mail, transport="demonstration")
    return msgspec.structs.replace(settings, demonstration=True, organisation=ORGANISATION, mail=mail)


async def load(settings: Settings, *, cases: bool = True, past: bool = True) -> None:
    """Load people, givers, rates and, unless it shall begin empty, cases; nothing where it was loaded before.

    `past` gives it its years of history as well.
    """
    refuse_foreign_database(settings)
    configure(demonstration_settings(settings))
    if settings.sign_ins.exists():
        return
    if cases and past:
        await bring_people(PEOPLE)
    await fill()
    if cases and past:
        await history(identity_of, await givers(), seal=Sealer(signing_key(settings), seal_log(settings)).seal_all)
    else:
        await set_ceiling(identity_of)
    if cases:
        await declare()
    passwords = {email: _password() for email in SIGN_INS}
    await set_passwords(passwords)
    _keep(settings, passwords)


async def fill() -> None:
    """Load people, givers and rates."""
    await load_people_file(PEOPLE)
    administrator = await _identity("administrator@demo.example", Role.ADMINISTRATOR)
    await link_assistant(administrator, await _id("assistant@demo.example"), "executive_head@demo.example")
    today = clock.today()
    delegate = await _id("recorded_delegate@demo.example")
    await record_delegation(administrator, delegate, today, today + _YEAR, "Office directive 2026/3")
    for source_list, rows in demonstration_parties().items():
        await load_rows(administrator, rows, source_list=source_list)
    await load_demonstration_rates()
    ground = GroundWords("Chief of procurement", "Office directive 2026/7")
    command = DesignateCommand("asset_filer@demo.example", Ground.POSITION, ground, today)
    with contextlib.suppress(Conflict):  # a first start that was interrupted has done it
        await designate(await identity_of("ethics_officer@demo.example"), command)


async def declare() -> None:
    """File the cases, as the people who were loaded."""
    officer = await identity_of("ethics_officer@demo.example")
    await file_cases(identity_of, await givers())
    secretary, chair = [await identity_of(f"{role.value}@demo.example") for role in OF_MEETINGS]
    await hold_meeting(officer, secretary, chair)


async def givers() -> dict[str, tuple[UUID, PartyRow]]:
    """Givers of the directory by their English names."""
    officer = await identity_of("ethics_officer@demo.example")
    rows = demonstration_parties()[OTHERS_LIST]
    return {row.name_en: (await entry_named(officer, row.name_en), row) for row in rows}


async def _id(email: str) -> UUID:
    async with transaction(service("access")) as tx:
        found = await people.person_by_email(tx, email)
    if found is None:
        raise NotConfigured(msg("The demonstration is incomplete; remove the folder var and start again."))
    return found.id


async def _identity(email: str, role: Role) -> Identity:
    return Identity(person=await _id(email), roles=frozenset({role.value}), name=email)


def _password() -> str:
    """Four groups of letters that can be told apart and typed on a phone."""
    letters = "abcdefghjkmnpqrstuvwxyz"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(_WORDS))


def _keep(settings: Settings, passwords: dict[str, str]) -> None:
    path = settings.sign_ins
    path.touch(mode=0o600)
    path.write_bytes(msgspec.json.encode(passwords))


def sign_ins(settings: Settings) -> dict[str, str]:
    """The passwords of the demonstration by address."""
    return msgspec.json.decode(settings.sign_ins.read_bytes(), type=dict[str, str])


def printed_sign_ins(settings: Settings) -> str:
    """The sign-ins as they are printed at each start."""
    lines = [f"  {email:<40} {password}" for email, password in sign_ins(settings).items()]
    return "\n".join([say(msg("Sign-ins of the demonstration:")), *lines])
