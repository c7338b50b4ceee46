"""What an administrator keeps: who may come in and with which roles. Nobody acts on themselves."""

from datetime import date
from uuid import UUID

from register.access import store
from register.access.model import PersonCard, PersonEntry
from register.access.policy import ACCOUNT_ROLES, DERIVED_ROLES, clashes, permits
from register.kernel.db import Transaction, transaction
from register.kernel.errors import Conflict, FieldError, Invalid, NotFound
from register.kernel.identity import Identity
from register.kernel.message import Message, msg
from register.kernel.paging import Page, decode_cursor
from register.people.store import assistants, person, person_by_email, persons, principals

GRANTABLE = ACCOUNT_ROLES - DERIVED_ROLES
_CLASH = msg("Whoever keeps people, settings or rules does not read declarations: these roles cannot be held together.")


def _check(identity: Identity, action: str, about: UUID | None = None) -> None:
    """Raise NotFound unless the identity has the action, and not about themselves."""
    if not permits(identity, action) or (about is not None and about == identity.person):
        raise NotFound


async def list_people(identity: Identity, search: str = "", cursor: str | None = None) -> Page[PersonEntry]:
    """People by family name, a page at a time, those whose name or address holds `search`."""
    _check(identity, "people.list")
    async with transaction(identity) as tx:
        return await store.people_page(tx, search, decode_cursor(cursor))


async def read_person(identity: Identity, about: UUID) -> PersonCard:
    """All that is kept of a person. Raises NotFound."""
    _check(identity, "people.read")
    async with transaction(identity) as tx:
        found = await person(tx, about)
        if found is None:
            raise NotFound
        above = await persons(tx, [found.supervisor]) if found.supervisor else {}
        is_disabled = await store.is_disabled(tx, about)
        return PersonCard(
            person=found,
            roles=tuple(sorted(await store.held(tx, about))),
            grants=await store.grants(tx, about),
            delegations=await store.delegations(tx, about),
            assistants=await assistants(tx, about),
            principals=await principals(tx, about),
            supervisor=above.get(found.supervisor) if found.supervisor else None,
            is_disabled=is_disabled is not False,
            has_account=is_disabled is not None,
        )


async def disable(identity: Identity, about: UUID) -> None:
    """Close an account; its sessions and keys end at once. Raises NotFound."""
    _check(identity, "people.disable", about)
    async with transaction(identity) as tx:
        if not await store.disable(tx, about):
            raise NotFound


async def enable(identity: Identity, about: UUID) -> None:
    """Open a closed account again. Raises NotFound."""
    _check(identity, "people.enable", about)
    async with transaction(identity) as tx:
        if not await store.enable(tx, about):
            raise NotFound


async def grant_role(identity: Identity, about: UUID, role: str) -> None:
    """Grant a role; the person's sessions end. Raises NotFound, Invalid, Conflict where roles clash or it is held."""
    _check(identity, "role.grant", about)
    if role not in GRANTABLE:
        raise Invalid(fields=[FieldError("role", msg("Choose one of the answers."))])
    async with transaction(identity) as tx:
        await _refuse_clash(tx, about, role)
        if not await store.add_grant(tx, about, role):
            raise Conflict(msg("This person holds the role already."))


async def _refuse_clash(tx: Transaction, about: UUID, role: str) -> None:
    if await person(tx, about) is None:
        raise NotFound
    if clashes(await store.held(tx, about) | {role}):
        raise Conflict(_CLASH)


async def end_role(identity: Identity, about: UUID, grant: UUID) -> None:
    """End a grant; the person's sessions end. Raises NotFound."""
    _check(identity, "role.end", about)
    async with transaction(identity) as tx:
        if not await store.end_grant(tx, about, grant):
            raise NotFound


async def link_assistant(identity: Identity, assistant: UUID, principal_email: str) -> None:
    """Record that one person files for another. Raises NotFound, Invalid, Conflict where it is recorded already."""
    _check(identity, "assistant.link", assistant)
    async with transaction(identity) as tx:
        principal = await person_by_email(tx, principal_email)
        if await person(tx, assistant) is None:
            raise NotFound
        if principal is None or principal.id == assistant:
            raise Invalid(fields=[FieldError("principal", _nobody(principal is None))])
        if not await store.add_assistant_link(tx, assistant, principal.id):
            raise Conflict(msg("This is recorded already."))


def _nobody(unknown: bool) -> Message:  # noqa: FBT001 - one of two sentences
    if unknown:
        return msg("Nobody in the register has this address.")
    return msg("An assistant files for somebody else. Write the address of that person.")


async def end_assistant(identity: Identity, assistant: UUID, principal: UUID) -> None:
    """End it. Raises NotFound."""
    _check(identity, "assistant.end", assistant)
    async with transaction(identity) as tx:
        if not await store.end_assistant_link(tx, assistant, principal):
            raise NotFound


async def record_delegation(identity: Identity, about: UUID, since: date, until: date, instrument: str) -> None:
    """Record that the executive head delegated authority in writing. Raises NotFound, Invalid, Conflict."""
    _check(identity, "delegation.record", about)
    faults: list[FieldError] = []
    if until < since:
        faults.append(FieldError("until", msg("The last day cannot be before the first day.")))
    if not instrument.strip():
        faults.append(FieldError("instrument", msg("Name the document that records the delegation.")))
    if faults:
        raise Invalid(fields=faults)
    async with transaction(identity) as tx:
        await _refuse_clash(tx, about, "recorded_delegate")
        await store.add_delegation(tx, about, since, until, instrument)


async def end_delegation(identity: Identity, about: UUID, delegation: UUID) -> None:
    """End a delegation before its date. Raises NotFound."""
    _check(identity, "delegation.end", about)
    async with transaction(identity) as tx:
        if not await store.end_delegation(tx, about, delegation):
            raise NotFound
