"""Uses beyond the defined purposes: the office asks, the person answers, and may take a consent back (ICSC 24 c)."""

from datetime import timedelta
from uuid import UUID

from declarations.assets import store, store_reading
from declarations.assets.model import DEFINED, AskConsentCommand, Consent, ConsentState
from declarations.assets.sealing import sealed
from declarations.assets.service.notices import tell_filer
from declarations.assets.settings import asset_settings
from register import vault
from register.access.policy import permits
from register.kernel.dates import local
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id


@retry_serialization
async def ask(identity: Identity, statement: UUID, command: AskConsentCommand) -> UUID:
    """Ask the filer to agree to another use. Raises Invalid by field, NotFound."""
    async with transaction(identity) as tx:
        found = await store.statement(tx, statement)
        if found.filer == identity.person or not permits(identity, "designation.request"):
            raise NotFound
        _refuse_faults(tx, command)
        made, key = new_id(), vault.new_data_key()
        consent = Consent(made, statement, command.use, command.words, tx.now, command.until, None, None, None)
        content = sealed(key, made, command.words)
        await store_reading.insert_consent(tx, consent, found.filer, key.key_id, key.wrapped, content)
        await tell_filer(tx, found.filer, msg("You are asked to agree to a use of your asset statement"))
        return made


def _refuse_faults(tx: Transaction, command: AskConsentCommand) -> None:
    faults = []
    if command.use in DEFINED:
        faults.append(FieldError("use", msg("A defined purpose needs no consent.")))
    if not command.words.who.strip():
        faults.append(FieldError("who", msg("Say who would use the statement.")))
    if not command.words.purpose.strip():
        faults.append(FieldError("purpose", msg("Say what it would be used for.")))
    if command.until is not None and command.until < local(tx.now).date():
        faults.append(FieldError("until", msg("Give a day to come.")))
    most = asset_settings().consent_days
    if command.until is not None and command.until > local(tx.now).date() + timedelta(days=most):
        faults.append(FieldError("until", msg("Choose a day within the next %(days)s days.", days=most)))
    if faults:
        raise Invalid(fields=faults)


@retry_serialization
async def answer(identity: Identity, wanted: UUID, *, granted: bool) -> None:
    """Agree or refuse, once. Raises NotFound, Conflict where it is answered already."""
    async with transaction(identity) as tx:
        if (await _own(tx, wanted)).state is not ConsentState.ASKED:
            raise Conflict(msg("This request is answered already."))
        await store_reading.answer(tx, wanted, granted=granted)


@retry_serialization
async def revoke(identity: Identity, wanted: UUID) -> None:
    """Take a consent back; from this moment on the use is closed. Raises NotFound, Conflict."""
    async with transaction(identity) as tx:
        if (await _own(tx, wanted)).state is not ConsentState.GRANTED:
            raise Conflict(msg("There is no consent to take back."))
        await store_reading.revoke(tx, wanted)


async def _own(tx: Transaction, wanted: UUID) -> Consent:
    if not permits(tx.identity, "asset.consent"):
        raise NotFound
    return await store_reading.consent(tx, wanted)
