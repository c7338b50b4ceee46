"""What people do with their own account."""

from collections.abc import Collection
from uuid import UUID

from register.access import passwords, store
from register.access.configuration import current
from register.access.model import AccountView, Credential, NewToken, SessionView, SignedIn, TokenView, Visitor
from register.access.policy import POLICY, permits, relations
from register.access.scopes import SCOPES, scope_of
from register.access.service.signing_in import begin_session
from register.access.tokens import API_PREFIX, digest, new_token
from register.kernel.db import transaction
from register.kernel.errors import FieldError, Invalid, NotFound, TooManyRequests
from register.kernel.identity import Identity, service
from register.kernel.locales import LOCALES
from register.kernel.message import msg
from register.people.store import assistants, person, principals

MOST_TOKENS = 20


def _self(identity: Identity, action: str) -> UUID:
    if identity.person is None or not permits(identity, action):
        raise NotFound
    return identity.person


async def read_account(identity: Identity) -> AccountView:
    """A person's own page: sessions, keys, languages, assistants."""
    me = _self(identity, "account.read")
    async with transaction(identity) as tx:
        found = await person(tx, me)
        if found is None:
            raise NotFound
        return AccountView(
            person=found,
            sessions=await store.sessions(tx, me, current().session_idle),
            tokens=await store.tokens(tx, me),
            assistants=await assistants(tx, me),
            principals=await principals(tx, me),
        )


async def change_languages(identity: Identity, language: str, languages_read: list[str]) -> None:
    """Keep the language to be spoken to in, and those that are read. Raises Invalid."""
    me = _self(identity, "account.change")
    faults = [
        FieldError(name, msg("Choose one of the answers."))
        for name, values in (("language", [language]), ("languages_read", languages_read))
        if not set(values) <= LOCALES.keys()
    ]
    if faults:
        raise Invalid(fields=faults)
    async with transaction(service("access")) as tx:
        await store.set_languages(tx, me, language, [tag for tag in LOCALES if tag in {*languages_read, language}])


async def change_password(identity: Identity, old: str, new: str, visitor: Visitor) -> SignedIn:
    """Set a new password, end every session, begin one here. Raises Invalid."""
    me = _self(identity, "account.change")
    async with transaction(service("access")) as tx:
        found = await person(tx, me)
        if found is None:
            raise NotFound
        stored = await store.credential(tx, found.email)
    if not await passwords.is_password(old, stored.password_hash):
        raise Invalid(fields=[FieldError("old", msg("This is not your present password."))])
    wrong = passwords.fault(new, found.email, found.name)
    if wrong is not None:
        raise Invalid(fields=[FieldError("password", wrong)])
    password_hash = await passwords.hash_password(new)
    async with transaction(service("access")) as tx:
        await store.put_credential(tx, me, password_hash)
        await store.bump_epoch(tx, me)
        return await begin_session(tx, Credential(me, password_hash), found.email, visitor)


async def list_sessions(identity: Identity) -> list[SessionView]:
    """One's own sessions that are still good."""
    me = _self(identity, "session.list")
    async with transaction(identity) as tx:
        return await store.sessions(tx, me, current().session_idle)


async def end_session(identity: Identity, session: UUID) -> None:
    """End one of one's own sessions. Raises NotFound."""
    me = _self(identity, "session.end")
    async with transaction(identity) as tx:
        if not await store.end_session(tx, me, session):
            raise NotFound


async def list_tokens(identity: Identity) -> list[TokenView]:
    """One's own keys for programs."""
    me = _self(identity, "token.list")
    async with transaction(identity) as tx:
        return await store.tokens(tx, me)


def scopes_offered(identity: Identity) -> list[str]:
    """The scopes that open anything at all to a person with these roles, in the order of the list."""
    opened = {scope_of(action) for action in POLICY if relations(identity, action)}
    return [scope for scope in SCOPES if scope in opened]


async def create_token(identity: Identity, name: str, scopes: Collection[str]) -> NewToken:
    """Make a key for programs with the scopes it needs. Raises NotFound for a program, Invalid, TooManyRequests.

    Only a person who is signed in makes keys: a key that could make the next one would never end.
    """
    me = _self(identity, "token.create")
    if identity.session is None:
        raise NotFound
    if not name.strip():
        raise Invalid(fields=[FieldError("name", msg("Give the key a name, such as the program that uses it."))])
    if not scopes or not set(scopes) <= SCOPES.keys():
        raise Invalid(fields=[FieldError("scopes", msg("Choose what the key may be used for."))])
    chosen = [scope for scope in SCOPES if scope in scopes]
    secret = API_PREFIX + new_token()
    async with transaction(identity) as tx:
        if len(await store.tokens(tx, me)) >= MOST_TOKENS:
            raise TooManyRequests(msg("You have as many keys as one person may have. End one of them first."))
        return NewToken(await store.add_token(tx, me, name, chosen, digest(secret), current().token_life), secret)


async def end_token(identity: Identity, token: UUID) -> None:
    """End one of one's own keys. Raises NotFound."""
    me = _self(identity, "token.end")
    async with transaction(identity) as tx:
        if not await store.end_token(tx, me, token):
            raise NotFound
