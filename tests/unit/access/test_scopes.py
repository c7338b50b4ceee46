"""What a key for programs may be used for."""

import pytest

from register.access.policy import POLICY, permits
from register.access.scopes import ALWAYS, SCOPES, opens, scope_of
from register.kernel.identity import Identity
from register.kernel.ids import new_id

_BY_A_PERSON_ALONE = {
    "signin.open",
    "signin.submit",
    "signout.submit",
    "link.request",
    "link.open",
    "opinion.give",
    "opinion.open",
    "link.use",
    "account.change",
    "session.list",
    "session.end",
    "token.list",
    "token.create",
    "token.end",
    "demo.mail",
    "key.rotate",
    *(action for action in POLICY if action.startswith(("join.", "attend."))),
}
"""What no key ever opens: coming in, one's own account, keys themselves, and the pages of whoever came by a link."""

OFFICER = Identity(person=new_id(), roles=frozenset({"ethics_officer", "declarant"}))


def key(*scopes: str) -> Identity:
    return Identity(person=OFFICER.person, roles=OFFICER.roles, scopes=frozenset(scopes))


@pytest.mark.parametrize("action", sorted(set(POLICY) - ALWAYS - _BY_A_PERSON_ALONE))
def test_every_action_of_a_program_is_in_one_scope(action: str) -> None:
    assert scope_of(action) in SCOPES


@pytest.mark.parametrize("action", sorted(_BY_A_PERSON_ALONE))
def test_no_key_changes_an_account_or_makes_a_key(action: str) -> None:
    assert not opens(frozenset(SCOPES), action)


def test_every_scope_opens_something() -> None:
    assert {scope_of(action) for action in POLICY} >= SCOPES.keys()


def test_a_scope_narrows_what_the_roles_open_and_adds_nothing() -> None:
    reading = key("desk.read")
    assert permits(reading, "case.read")
    assert not permits(reading, "case.decide")
    assert not permits(reading, "declaration.file")
    assert not permits(key(*SCOPES), "people.read")  # an officer does not keep people
    assert permits(OFFICER, "case.decide")  # the control: a person who is signed in is not narrowed


def test_an_officers_question_is_a_step_of_the_case() -> None:
    assert not permits(key("desk.read"), "case.ask")
    assert permits(key("desk.change"), "case.ask")


def test_a_scope_speaks_of_everything_that_it_opens_and_not_of_gifts_alone() -> None:
    assert [scope for scope, words in SCOPES.items() if "gift" in words.id] == []
