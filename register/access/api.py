"""The account and the administration for programs; the same services as the pages.

Signing in, and setting a password, are for browsers only: a program carries a key.
"""

from litestar import delete, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody

from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.access.model import NewToken, PersonEntry, SessionView, TokenView
from register.access.schemas import (
    AccountOut,
    DelegationIn,
    LanguagesIn,
    PersonCardOut,
    PersonOut,
    PrincipalIn,
    RoleIn,
    SearchIn,
    TokenIn,
)
from register.access.service import account, administration, links
from register.kernel.form import Form
from register.kernel.paging import Page

_V1 = "/api/v1"


def _line(name: str, text: str, longest: int = 200) -> str:
    """Text as strictly as a form reads it. Raises Invalid, BadRequest."""
    form = Form({name: [text]})
    found = form.line(name, longest=longest)
    form.check()
    return found


async def _account(request: AnyRequest) -> AccountOut:
    identity = identity_of(request)
    view = await account.read_account(identity)
    return AccountOut(
        person=PersonOut.of(view.person),
        roles=sorted(identity.roles),
        assistants=[PersonOut.of(each) for each in view.assistants],
        principals=[PersonOut.of(each) for each in view.principals],
        session_expires_at=next((each.expires_at for each in view.sessions if each.is_current), None),
    )


@get(f"{_V1}/account", opt={"action": "account.read"})
async def read_account(request: AnyRequest) -> AccountOut:
    """One's own account."""
    return await _account(request)


@patch(f"{_V1}/account", opt={"action": "account.change"})
async def change_account(request: AnyRequest, data: JSONBody[LanguagesIn]) -> AccountOut:
    """Keep the language to be spoken to in, and those that are read."""
    await account.change_languages(identity_of(request), data.language, data.languages_read)
    return await _account(request)


@get(f"{_V1}/sessions", opt={"action": "session.list"})
async def list_sessions(request: AnyRequest) -> list[SessionView]:
    """One's own sessions."""
    return await account.list_sessions(identity_of(request))


@delete(f"{_V1}/sessions/{{session:str}}", opt={"action": "session.end"})
async def end_session(request: AnyRequest, session: FromPath[str]) -> None:
    """End one of one's own sessions."""
    await account.end_session(identity_of(request), canonical_id(session))


@get(f"{_V1}/tokens", opt={"action": "token.list"})
async def list_tokens(request: AnyRequest) -> list[TokenView]:
    """One's own keys."""
    return await account.list_tokens(identity_of(request))


@post(f"{_V1}/tokens", opt={"action": "token.create"})
async def create_token(request: AnyRequest, data: JSONBody[TokenIn]) -> NewToken:
    """Make a key; only from a session, never by another key."""
    return await account.create_token(identity_of(request), _line("name", data.name, 100), data.scopes)


@delete(f"{_V1}/tokens/{{token:str}}", opt={"action": "token.end"})
async def end_token(request: AnyRequest, token: FromPath[str]) -> None:
    """End one of one's own keys."""
    await account.end_token(identity_of(request), canonical_id(token))


@get(f"{_V1}/people", opt={"action": "people.list"})
async def list_people(request: AnyRequest, at: FromQuery[str | None] = None) -> Page[PersonEntry]:
    """People by family name."""
    return await administration.list_people(identity_of(request), "", at)


@post(f"{_V1}/people/searches", opt={"action": "people.list"}, status_code=200)
async def search_people(request: AnyRequest, data: JSONBody[SearchIn]) -> Page[PersonEntry]:
    """People whose name or address holds a text."""
    return await administration.list_people(identity_of(request), _line("search", data.search, 100), data.at)


@get(f"{_V1}/people/{{person:str}}", opt={"action": "people.read"})
async def read_person(request: AnyRequest, person: FromPath[str]) -> PersonCardOut:
    """All that is kept of a person."""
    return PersonCardOut.of(await administration.read_person(identity_of(request), canonical_id(person)))


@post(f"{_V1}/people/{{person:str}}/links", opt={"action": "link.issue"}, status_code=202)
async def issue_link(request: AnyRequest, person: FromPath[str]) -> None:
    """Have a one-time link mailed to the person."""
    await links.issue_link(identity_of(request), canonical_id(person))


@post(f"{_V1}/people/{{person:str}}/disabling", opt={"action": "people.disable"}, status_code=204)
async def disable(request: AnyRequest, person: FromPath[str]) -> None:
    """Close an account; its sessions and keys end at once."""
    await administration.disable(identity_of(request), canonical_id(person))


@post(f"{_V1}/people/{{person:str}}/enabling", opt={"action": "people.enable"}, status_code=204)
async def enable(request: AnyRequest, person: FromPath[str]) -> None:
    """Open it again."""
    await administration.enable(identity_of(request), canonical_id(person))


@post(f"{_V1}/people/{{person:str}}/roles", opt={"action": "role.grant"}, status_code=204)
async def grant_role(request: AnyRequest, person: FromPath[str], data: JSONBody[RoleIn]) -> None:
    """Grant a role."""
    await administration.grant_role(identity_of(request), canonical_id(person), data.role)


@delete(f"{_V1}/people/{{person:str}}/roles/{{grant:str}}", opt={"action": "role.end"})
async def end_role(request: AnyRequest, person: FromPath[str], grant: FromPath[str]) -> None:
    """End a grant."""
    await administration.end_role(identity_of(request), canonical_id(person), canonical_id(grant))


@post(f"{_V1}/people/{{person:str}}/principals", opt={"action": "assistant.link"}, status_code=204)
async def link_assistant(request: AnyRequest, person: FromPath[str], data: JSONBody[PrincipalIn]) -> None:
    """Record for whom the person files."""
    await administration.link_assistant(identity_of(request), canonical_id(person), _line("principal", data.email, 254))


@delete(f"{_V1}/people/{{person:str}}/principals/{{principal:str}}", opt={"action": "assistant.end"})
async def end_assistant(request: AnyRequest, person: FromPath[str], principal: FromPath[str]) -> None:
    """End it."""
    await administration.end_assistant(identity_of(request), canonical_id(person), canonical_id(principal))


@post(f"{_V1}/people/{{person:str}}/delegations", opt={"action": "delegation.record"}, status_code=204)
async def record_delegation(request: AnyRequest, person: FromPath[str], data: JSONBody[DelegationIn]) -> None:
    """Record a delegation of the executive head's authority."""
    instrument = _line("instrument", data.instrument, 300)
    about = canonical_id(person)
    await administration.record_delegation(identity_of(request), about, data.since, data.until, instrument)


@delete(f"{_V1}/people/{{person:str}}/delegations/{{delegation:str}}", opt={"action": "delegation.end"})
async def end_delegation(request: AnyRequest, person: FromPath[str], delegation: FromPath[str]) -> None:
    """End a delegation before its date."""
    await administration.end_delegation(identity_of(request), canonical_id(person), canonical_id(delegation))


access_api = [
    read_account,
    change_account,
    list_sessions,
    end_session,
    list_tokens,
    create_token,
    end_token,
    list_people,
    search_people,
    read_person,
    issue_link,
    disable,
    enable,
    grant_role,
    end_role,
    link_assistant,
    end_assistant,
    record_delegation,
    end_delegation,
]
