"""The one table of who may do what, read as rules."""

from uuid import UUID

import pytest

from register.access.policy import (
    ACCOUNT_ROLES,
    LINK_ROLES,
    POLICY,
    READS_DECLARATIONS,
    Role,
    clashes,
    permits,
    relations,
)
from register.access.relations import Relation
from register.kernel.identity import ANONYMOUS, Identity, service

STORED = [
    "declarant",
    "assistant",
    "ethics_officer",
    "authorizing_official",
    "executive_head",
    "recorded_delegate",
    "governing_body_designate",
    "custodian",
    "governing_body_reader",
    "auditor",
    "policy_owner",
    "administrator",
    "participant",
    "presiding_officer",
    "meeting_secretary",
    "supervisor_consulted",
    "asset_filer",
    "asset_reader",
    "report_reviewer",
]
OF_MEETINGS = ("attend.", "meeting.", "presiding.", "minutes.", "vote.")
ABOUT_DECLARATIONS = ("declaration.", "draft.", "case.", "gift.")


def holding(*roles: str) -> Identity:
    return Identity(person=UUID(int=1), roles=frozenset(roles))


def test_the_stored_roles_are_those_of_the_design() -> None:
    assert [role.value for role in Role] == STORED


@pytest.mark.parametrize("role", ["administrator", "policy_owner"])
def test_neither_an_administrator_nor_a_policy_owner_reads_declarations(role: str) -> None:
    touching = [action for action in POLICY if action.startswith(ABOUT_DECLARATIONS) and permits(holding(role), action)]
    assert touching == []
    assert not permits(holding(role), "export.desk")


def test_an_ethics_officer_does() -> None:
    """The control of the rule above."""
    assert permits(holding("ethics_officer"), "case.read")


def by_link(*roles: str) -> Identity:
    return Identity(participant=UUID(int=2), meeting=UUID(int=3), roles=frozenset(roles))


@pytest.mark.parametrize("role", sorted(LINK_ROLES))
def test_those_who_come_by_a_link_reach_their_meeting_and_nothing_that_needs_an_account(role: str) -> None:
    reached = {action for action in POLICY if permits(by_link(role), action)}
    open_to_all = {action for action in POLICY if permits(ANONYMOUS, action)}
    assert reached == open_to_all | {action for action, rule in POLICY.items() if role in rule.by}
    assert all(action.startswith(OF_MEETINGS) for action in reached - open_to_all)


@pytest.mark.parametrize("role", sorted(ACCOUNT_ROLES))
def test_no_account_role_opens_the_pages_of_participants(role: str) -> None:
    assert not any(permits(holding(role), action) for action in POLICY if action.startswith("attend."))


def test_whoever_holds_an_account_role_besides_a_link_role_keeps_the_account() -> None:
    assert permits(holding("participant", "declarant"), "account.read")


@pytest.mark.parametrize("action", sorted(POLICY))
def test_an_action_is_open_to_exactly_the_roles_of_its_row(action: str) -> None:
    rule = POLICY[action]
    for role in Role:
        opened = rule.anonymous and not rule.where_allowed
        who = by_link(role) if role in LINK_ROLES else holding(role)
        assert permits(who, action) == (opened or role in rule.roles), role


def test_an_unknown_action_is_nobodys() -> None:
    assert not any(permits(holding(role), "case.burn") for role in Role)


def test_a_service_of_the_register_has_no_action_of_people() -> None:
    assert not any(relations(service("access"), action) for action in POLICY)


def test_the_pre_check_is_open_to_visitors_only_where_the_organization_allows_it() -> None:
    assert not permits(ANONYMOUS, "precheck.ask")
    assert permits(ANONYMOUS, "precheck.ask", anonymous_pre_check=True)
    assert permits(holding("custodian"), "precheck.ask")


def test_allowing_the_pre_check_opens_nothing_else() -> None:
    opened = {a for a in POLICY if permits(ANONYMOUS, a, anonymous_pre_check=True)} - {
        a for a in POLICY if permits(ANONYMOUS, a)
    }
    assert opened == {"precheck.ask"}


def test_an_officer_decides_only_what_no_authority_is_named_for() -> None:
    assert relations(holding("ethics_officer"), "case.decide") == {Relation.ASSIGNED_TO_OFFICE}


@pytest.mark.parametrize("role", ["authorizing_official", "executive_head", "recorded_delegate"])
def test_deciders_reach_only_what_was_referred_to_them(role: str) -> None:
    reached = {rel for action in POLICY if action.startswith("case.") for rel in relations(holding(role), action)}
    assert reached == {Relation.REFERRED_TO_ROLE}


def test_what_is_the_persons_own_word_is_not_the_assistants() -> None:
    own = ("withdraw", "comment", "acknowledge", "confirm", "readings")
    assert not any(permits(holding("assistant"), f"declaration.{act}") for act in own)
    assert all(permits(holding("declarant"), f"declaration.{act}") for act in own)


def test_the_auditor_changes_nothing_and_opens_no_declaration() -> None:
    beyond = {a for a in POLICY if permits(holding("auditor"), a)} - {
        a for a in POLICY if permits(holding("custodian"), a)
    }
    named = {action for action in beyond if relations(holding("auditor"), action) == {Relation.NAMED}}
    assert beyond - named == {"count.read", "reading_log.read", "ledger.verify"}
    # Under a written mandate that names them: asking and fetching, never recording it or agreeing to what they ask.
    assert named == {f"engagement.{act}" for act in ("list", "read", "extract", "download", "unmask", "unmasked")}


def test_keys_are_rotated_on_the_machine_only() -> None:
    assert not any(permits(holding(role), "key.rotate") for role in Role)


def test_every_relation_and_every_role_says_what_it_means() -> None:
    import inspect

    from register.access import policy, relations

    source = inspect.getsource(policy) + inspect.getsource(relations)
    for member in (*Role, *Relation):
        line = f'{member.name} = "{member.value}"\n    """'
        assert line in source, member


@pytest.mark.parametrize("keeper", ["administrator", "policy_owner"])
@pytest.mark.parametrize("reader", sorted(READS_DECLARATIONS | {"asset_reader"}))
def test_keeping_the_register_clashes_with_reading_it(keeper: str, reader: str) -> None:
    assert clashes(frozenset({keeper, reader}))


def test_other_combinations_do_not_clash() -> None:
    assert not clashes(frozenset(ACCOUNT_ROLES - READS_DECLARATIONS - {"asset_reader"}))
    assert not clashes(READS_DECLARATIONS | {"declarant"})
