"""Who may do what: the one table of action × role × relation from which guards, services and their tests are made.

A role opens an action; the relation says to which rows. The guard of a route decides the first, the service and
the row policies of PostgreSQL decide the second. An action that is not in the table is nobody's.

An administrator and a policy owner never read declarations: no row below that touches one names either of them.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

from register.access.relations import Relation
from register.access.scopes import opens
from register.kernel.identity import Identity


class Role(StrEnum):
    """The stored roles; these strings are the database, the API and the first column of every access test."""

    DECLARANT = "declarant"
    """Checks and declares for themselves; everyone whose capacity is in force."""
    ASSISTANT = "assistant"
    """Files for the persons they are recorded for, who are told and confirm."""
    ETHICS_OFFICER = "ethics_officer"
    """Reviews, asks, recommends, decides what no authority is named for."""
    AUTHORIZING_OFFICIAL = "authorizing_official"
    """Decides the classes of cases that the organization delegated to the office."""
    EXECUTIVE_HEAD = "executive_head"
    """Decides what the code reserves to the executive head (ICSC 28, 50)."""
    RECORDED_DELEGATE = "recorded_delegate"
    """Decides in the place of the executive head, between recorded dates."""
    GOVERNING_BODY_DESIGNATE = "governing_body_designate"
    """Reviews and decides the executive head's own cases."""
    CUSTODIAN = "custodian"
    """Keeps surrendered objects; sees the object, never the declaration."""
    GOVERNING_BODY_READER = "governing_body_reader"
    """Reads released periodic reports."""
    AUDITOR = "auditor"
    """Verifies completeness and integrity, reads the reading log."""
    POLICY_OWNER = "policy_owner"
    """Keeps thresholds, rates and rules, each with its citation and date."""
    ADMINISTRATOR = "administrator"
    """Keeps people, roles and settings."""
    PARTICIPANT = "participant"
    """Known by an invitation link to one meeting; has no account."""
    PRESIDING_OFFICER = "presiding_officer"
    """Presides over one sitting; known by the meeting."""
    MEETING_SECRETARY = "meeting_secretary"
    """Prepares one meeting and records what is said; known by the meeting."""
    SUPERVISOR_CONSULTED = "supervisor_consulted"
    """Answers one question on one activity; known by a link."""
    ASSET_FILER = "asset_filer"
    """Is or was designated to make asset statements (ICSC 24 b)."""
    ASSET_READER = "asset_reader"
    """Reads and reviews asset statements; nobody else but their filers does."""
    REPORT_REVIEWER = "report_reviewer"
    """Releases a frozen periodic report, and sees nothing else; may belong to another organization."""


LINK_ROLES = frozenset({Role.PARTICIPANT, Role.PRESIDING_OFFICER, Role.MEETING_SECRETARY, Role.SUPERVISOR_CONSULTED})
"""Held through a link or a meeting, never through an account."""

ACCOUNT_ROLES = frozenset(Role) - LINK_ROLES

DERIVED_ROLES = frozenset({Role.DECLARANT, Role.ASSISTANT, Role.RECORDED_DELEGATE, Role.ASSET_FILER})
"""Follow from a capacity, an assistant link, a delegation or a designation; nobody grants them."""

READS_DECLARATIONS = frozenset(
    {
        Role.ETHICS_OFFICER,
        Role.AUTHORIZING_OFFICIAL,
        Role.EXECUTIVE_HEAD,
        Role.RECORDED_DELEGATE,
        Role.GOVERNING_BODY_DESIGNATE,
    }
)
"""Read declarations of other people. Never held together with a role of `NEVER_READS`."""

NEVER_READS = frozenset({Role.ADMINISTRATOR, Role.POLICY_OWNER})


class Rule(msgspec.Struct, frozen=True):
    """One action: the relation in which each role has it, and whether it is open beyond the roles."""

    by: Mapping[Role, Relation] = MappingProxyType({})
    everyone: Relation | None = None
    """Open to every account that is signed in, whatever its roles; never to those who came by a link."""
    anonymous: bool = False
    """Open without signing in."""
    where_allowed: bool = False
    """Open to anonymous visitors only where the organization says so (setting `anonymous_pre_check`)."""

    @property
    def roles(self) -> frozenset[Role]:
        """Every role that has the action."""
        return frozenset(self.by) | (ACCOUNT_ROLES if self.everyone else frozenset())


def _only(**by: Relation) -> Rule:
    return Rule(MappingProxyType({Role(role): relation for role, relation in by.items()}))


_OPEN = Rule(anonymous=True, everyone=Relation.ANY)
_SIGNED_IN = Rule(everyone=Relation.ANY)
_ONES_OWN = Rule(everyone=Relation.OWN)
_FILER = _only(declarant=Relation.OWN, assistant=Relation.FILED_FOR)
_DECLARANT = _only(declarant=Relation.OWN)
_AUTHOR = _only(declarant=Relation.AUTHOR, assistant=Relation.AUTHOR)
_DESK = _only(
    ethics_officer=Relation.IN_OFFICE_QUEUE,
    authorizing_official=Relation.REFERRED_TO_ROLE,
    executive_head=Relation.REFERRED_TO_ROLE,
    recorded_delegate=Relation.REFERRED_TO_ROLE,
    governing_body_designate=Relation.ON_DESIGNATE_ROUTE,
)
_REVIEWER = _only(ethics_officer=Relation.IN_OFFICE_QUEUE, governing_body_designate=Relation.ON_DESIGNATE_ROUTE)
_OFFICER = _only(ethics_officer=Relation.IN_OFFICE_QUEUE)
_AUTHORITY = _only(
    authorizing_official=Relation.REFERRED_TO_ROLE,
    executive_head=Relation.REFERRED_TO_ROLE,
    recorded_delegate=Relation.REFERRED_TO_ROLE,
    governing_body_designate=Relation.REFERRED_TO_ROLE,
)
_OFFICE_HOLDER = _only(
    ethics_officer=Relation.OWN,
    authorizing_official=Relation.OWN,
    executive_head=Relation.OWN,
    governing_body_designate=Relation.OWN,
)
_DIRECTORY = _only(ethics_officer=Relation.ANY, administrator=Relation.ANY)
_ADMINISTRATOR = _only(administrator=Relation.ANY)
_ADMINISTRATOR_OF_OTHERS = _only(administrator=Relation.OTHERS)
_AUDITOR = _only(auditor=Relation.ANY)
_NAMED_AUDITOR = _only(auditor=Relation.NAMED)
_ENGAGED = _only(auditor=Relation.NAMED, ethics_officer=Relation.ANY, governing_body_designate=Relation.ANY)
_ASSET_FILER = _only(asset_filer=Relation.OWN)
_ASSET_OFFICE = _only(ethics_officer=Relation.OTHERS, asset_reader=Relation.OTHERS)
_MEETING = _only(
    meeting_secretary=Relation.OF_MEETING, presiding_officer=Relation.OF_MEETING, ethics_officer=Relation.OF_MEETING
)
_MEETING_KEPT = _only(meeting_secretary=Relation.OF_MEETING, ethics_officer=Relation.OF_MEETING)
_MEETING_LED = _only(meeting_secretary=Relation.OF_MEETING, presiding_officer=Relation.OF_MEETING)
_PRESIDING = _only(presiding_officer=Relation.OF_MEETING)
_MEETING_CLERK = _only(meeting_secretary=Relation.OF_MEETING)
_ATTENDING = _only(participant=Relation.ATTENDING)
_COMMAND_LINE = Rule()  # no role at all: done on the machine, never through the web

POLICY: Mapping[str, Rule] = MappingProxyType(
    {
        # The building itself
        "health.read": _OPEN,
        "static.read": _OPEN,
        "schema.read": _OPEN,
        "start.view": _SIGNED_IN,
        # Coming in: the same answer for known and unknown people, so these are open to all.
        "signin.open": _OPEN,
        "signin.submit": _OPEN,
        "signout.submit": _OPEN,  # also when the session ended meanwhile: leaving never fails
        "link.request": _OPEN,
        "link.open": _OPEN,
        "link.use": _OPEN,
        # The supervisor consulted comes by a link that opens one question, and answers it once.
        "opinion.open": _OPEN,
        "opinion.give": _OPEN,
        # A participant comes by a link, which only identifies; a code opens. Both are open to all, and count tries.
        "join.open": _OPEN,
        "join.code": _OPEN,
        "join.enter": _OPEN,
        "attend.read": _ATTENDING,
        "attend.acknowledge": _ATTENDING,
        "attend.disclose": _ATTENDING,
        "attend.leave": _ATTENDING,
        "attend.ask": _ATTENDING,  # for an opinion of the presiding officer (INTERPOL 22)
        "attend.report": _ATTENDING,  # abuse, harassment or a breach (INTERPOL 9, 23)
        # Meetings. The office sets them up; who keeps or presides over one is known by that meeting alone.
        "meeting.create": _only(ethics_officer=Relation.ANY),
        "meeting.list": _MEETING,
        "meeting.read": _MEETING,
        "meeting.keep": _MEETING_KEPT,
        "minutes.read": _only(meeting_secretary=Relation.OF_MEETING, presiding_officer=Relation.OF_MEETING),
        # What lies before the presiding officer alone; the secretary does not even learn that it exists.
        "presiding.read": _PRESIDING,
        "presiding.answer": _PRESIDING,
        "presiding.review": _PRESIDING,
        # The board of a meeting: those who lead it; whoever only set it up sees nothing of what is answered.
        "vote.watch": _MEETING_LED,
        "vote.read": _MEETING_LED,  # what was disclosed to the meeting, with an entry in the reading log
        "vote.remind": _MEETING_LED,
        "vote.note": _MEETING_LED,  # what somebody who stands aside then did
        "vote.dispense": _PRESIDING,  # from a rule of the body on standing aside, with the rule and a reason
        "vote.record": _MEETING_CLERK,  # an answer that was given aloud, on paper or on a list
        "vote.open": _MEETING_CLERK,
        "vote.enter": _MEETING_CLERK,  # open votes; nothing is ever entered of a secret ballot
        "attend.confirm": _ATTENDING,
        # Each person's own account
        "account.read": _ONES_OWN,
        "account.change": _ONES_OWN,
        "session.list": _ONES_OWN,
        "session.end": _ONES_OWN,
        "token.list": _ONES_OWN,
        "token.create": _ONES_OWN,
        "token.end": _ONES_OWN,
        # Asking before anything happens. No record is made, so anyone may ask where the organization allows it.
        "precheck.ask": Rule(everyone=Relation.ANY, anonymous=True, where_allowed=True),
        "code.read": _SIGNED_IN,
        # Declaring. The assistant files, answers and amends; what is the person's own word stays with the person.
        "declaration.file": _FILER,
        "draft.read": _AUTHOR,
        "draft.edit": _AUTHOR,
        "draft.discard": _AUTHOR,
        "draft.evidence": _AUTHOR,
        "draft.attach": _AUTHOR,
        "party.suggest": _only(
            declarant=Relation.OWN, assistant=Relation.FILED_FOR, ethics_officer=Relation.IN_OFFICE_QUEUE
        ),
        "declaration.list": _FILER,
        "declaration.read": _FILER,
        "declaration.answer": _FILER,
        "declaration.amend": _FILER,
        "declaration.withdraw": _DECLARANT,
        "declaration.comment": _DECLARANT,  # ICSC 19: the staff member's own comment
        "declaration.acknowledge": _DECLARANT,
        "declaration.settle": _DECLARANT,  # ICSC 51: a supplementary payment is declined or repaid
        "declaration.confirm": _DECLARANT,  # the person confirms what an assistant filed
        "declaration.measure": _FILER,  # says that a measure is carried out
        "declaration.letter": _FILER,  # the decision as a letter
        "declaration.evidence": _FILER,
        "declaration.attach": _FILER,
        "declaration.detach": _FILER,  # withdrawn with a reason; it stays readable beside the case
        "standing.read": _DECLARANT,  # what one has in force; an assistant files, and confirms nothing
        "standing.confirm": _DECLARANT,
        "declaration.end": _DECLARANT,
        "separation.read": _DECLARANT,
        "separation.return": _DECLARANT,
        "declaration.readings": _DECLARANT,  # who has read it, but for reads under a mandate (ICSC 20)
        # The desk. Own and superiors' cases are in nobody's queue at all.
        "case.queue": _DESK,
        "case.read": _DESK,
        "case.search": _DESK,  # finds only among what the same person may read
        "case.filter": _DESK,  # one's own saved filters, and those that the office shares
        "case.letter": _DESK,
        "case.words": _DESK,  # standing words filled for the case
        "case.take": _REVIEWER,
        "case.assign": _OFFICER,  # the designate stands alone and has nobody to assign to
        "case.hand_over": _OFFICER,
        "case.ask": _REVIEWER,
        "case.note": _REVIEWER,
        "case.consult": _REVIEWER,  # ICSC 45: one question to the declarant's supervisor, who sees nothing else
        "case.evidence": _DESK,
        "case.attach": _REVIEWER,
        "case.detach": _REVIEWER,
        "case.translate": _REVIEWER,  # cleared for the case, since it is theirs to review
        "case.recommend": _OFFICER,  # the designate decides without a recommendation of the office
        "case.decide": _only(
            # ICSC 50: an officer decides only what no other authority is named for.
            ethics_officer=Relation.ASSIGNED_TO_OFFICE,
            authorizing_official=Relation.REFERRED_TO_ROLE,
            executive_head=Relation.REFERRED_TO_ROLE,
            recorded_delegate=Relation.REFERRED_TO_ROLE,
            # The executive head's own case; nobody inside the organization stands above it.
            governing_body_designate=Relation.ON_DESIGNATE_ROUTE,
        ),
        "case.refer": _DESK,
        "case.suspend": _REVIEWER,  # an authorization of an activity, for the time being
        "case.revoke": _only(  # by whoever could have given it
            ethics_officer=Relation.ASSIGNED_TO_OFFICE,
            authorizing_official=Relation.REFERRED_TO_ROLE,
            executive_head=Relation.REFERRED_TO_ROLE,
            recorded_delegate=Relation.REFERRED_TO_ROLE,
            governing_body_designate=Relation.ON_DESIGNATE_ROUTE,
        ),
        "case.close": _REVIEWER,
        "case.keep_open": _REVIEWER,  # ISO Code of Ethics c10: under appeal or under legal hold, it does not close
        "case.assent": _REVIEWER,  # ICSC 23 "shall": a received item is withdrawn only with the reviewer's assent
        # A conflict after the decision: how real it is, its three marks, its measures (ICSC 23).
        "case.assess": _REVIEWER,
        "case.mark": _REVIEWER,
        "case.measure": _REVIEWER,
        "measure.list": _DESK,
        "case.standing": _REVIEWER,  # what else the person has in force, as far as it is open to the same reader
        "leaver.list": _OFFICER,
        "leaver.read": _OFFICER,
        "leaver.keep": _OFFICER,
        # Changes in the people data that could not be carried over to what somebody has in force.
        "aside.list": _OFFICER,
        "aside.keep": _OFFICER,
        "case.sign": _AUTHORITY,  # several cases at once, each as it was recommended
        # Being away. Whoever holds an office says who acts meanwhile; what is held for another is not passed on.
        "absence.list": _DESK,
        "absence.record": _OFFICE_HOLDER,
        "absence.end": _OFFICE_HOLDER,
        # Standing words of the office: whoever writes to declarants uses them, the office keeps them.
        "words.read": _only(
            ethics_officer=Relation.ANY,
            authorizing_official=Relation.ANY,
            executive_head=Relation.ANY,
            recorded_delegate=Relation.ANY,
            governing_body_designate=Relation.ANY,
        ),
        "words.keep": _only(ethics_officer=Relation.ANY),
        # Asset statements (ICSC 24 b, c). Who designates sees that a statement exists; what it says, only its readers.
        "asset.list": _ASSET_FILER,
        "asset.read": _ASSET_FILER,
        "asset.write": _ASSET_FILER,
        "asset.file": _ASSET_FILER,
        "asset.consent": _ASSET_FILER,
        "designation.list": _ASSET_OFFICE,
        "designation.read": _ASSET_OFFICE,
        "designation.make": _only(ethics_officer=Relation.OTHERS),
        "designation.end": _only(ethics_officer=Relation.OTHERS),
        "designation.keep": _only(ethics_officer=Relation.OTHERS),  # after a change of function
        "designation.request": _ASSET_OFFICE,  # asks the filer for a consent
        "statement.read": _only(asset_reader=Relation.OTHERS),
        "statement.review": _only(asset_reader=Relation.OTHERS),
        # Letters to givers: the office writes any, the person only those that a decision makes theirs to send.
        "case.giver_letter": _DESK,
        "case.write_to_giver": _REVIEWER,
        "declaration.giver_letter": _FILER,
        "declaration.write_to_giver": _DECLARANT,
        # Advice (ICSC 24 d): between the person who asks and those who advise, and nobody else. It decides nothing.
        "advice.list": _ONES_OWN,
        "advice.read": _ONES_OWN,
        "advice.ask": _ONES_OWN,
        "advice.write": _ONES_OWN,
        "advice.consent": _ONES_OWN,
        "advice.declare": _FILER,  # one's own question becomes one's own draft
        "advising.queue": _REVIEWER,
        "advising.read": _REVIEWER,
        "advising.answer": _REVIEWER,
        "advising.publish": _REVIEWER,
        "advising.note": _only(ethics_officer=Relation.ANY),
        "advising.count": _only(ethics_officer=Relation.ANY),
        "guidance.read": _SIGNED_IN,
        # Reference data. Rates move thresholds, so they belong to the policy owner, not to whoever runs the machine.
        "party.load": _ADMINISTRATOR,
        "party.read": _DIRECTORY,
        "party.name": _DIRECTORY,
        "party.merge": _DIRECTORY,  # nothing is lost by it, and it is undone by the same hands
        "party.total": _only(ethics_officer=Relation.ANY),  # of the declarations that are open to the officer
        "party.promote": _only(ethics_officer=Relation.ANY),  # the officer knows the case the name came from
        # Older registers are brought over by the office that kept them.
        "legacy.import": _only(ethics_officer=Relation.ANY),
        "rate.load": _only(policy_owner=Relation.ANY),
        # Thresholds: one person proposes with an instrument, another adopts (two people, ICSC 50 "established").
        "profile.proposals": _only(policy_owner=Relation.ANY, executive_head=Relation.ANY),
        "profile.propose": _only(policy_owner=Relation.OWN),
        "profile.adopt": _only(policy_owner=Relation.OTHERS, executive_head=Relation.OTHERS),
        # Tried, never in force. A policy owner sees rounded counts, an officer the cases they may open.
        "profile.what_if": _only(ethics_officer=Relation.OWN, policy_owner=Relation.OWN),
        # People, roles and settings. Nobody raises themselves; links go by mail, never over the screen.
        "people.list": _ADMINISTRATOR,
        "people.read": _ADMINISTRATOR,
        "people.load": _ADMINISTRATOR,
        "people.disable": _ADMINISTRATOR_OF_OTHERS,
        "people.enable": _ADMINISTRATOR_OF_OTHERS,
        "link.issue": _ADMINISTRATOR_OF_OTHERS,
        "role.grant": _ADMINISTRATOR_OF_OTHERS,
        "role.end": _ADMINISTRATOR_OF_OTHERS,
        "assistant.link": _ADMINISTRATOR_OF_OTHERS,
        "assistant.end": _ADMINISTRATOR_OF_OTHERS,
        "delegation.record": _ADMINISTRATOR_OF_OTHERS,
        "delegation.end": _ADMINISTRATOR_OF_OTHERS,
        "mail.failed": _ADMINISTRATOR,  # addresses and reasons; mail has no content to read
        "mail.retry": _ADMINISTRATOR,
        # Reports. Both audiences leave from the desk; the reading log records either.
        "export.desk": _OFFICER,
        "export.governing_body": _only(ethics_officer=Relation.ANY),
        # The periodic report: one person writes and freezes it, another releases it, the governing body reads it.
        "report.list": _only(
            ethics_officer=Relation.ANY, report_reviewer=Relation.ANY, governing_body_reader=Relation.ANY
        ),
        "report.read": _only(
            ethics_officer=Relation.ANY, report_reviewer=Relation.FROZEN, governing_body_reader=Relation.RELEASED
        ),
        "report.prepare": _only(ethics_officer=Relation.ANY),
        "report.release": _only(ethics_officer=Relation.OTHERS, report_reviewer=Relation.ANY),
        "report.public": _OPEN,  # those released for the public, where the organization says so
        # The auditor sees that everything is there and who read it, never what it says.
        "reading_log.read": _AUDITOR,
        "ledger.verify": _AUDITOR,
        "count.read": _AUDITOR,  # of records that are closed to them
        # Audits under a written mandate: the office records them, those they name extract without names. Whose one case
        # is, they learn only where a reviewer with no part in it agrees.
        "engagement.list": _ENGAGED,
        "engagement.read": _ENGAGED,
        "engagement.record": _only(ethics_officer=Relation.ANY),
        "engagement.end": _only(ethics_officer=Relation.ANY),
        "engagement.extract": _NAMED_AUDITOR,
        "engagement.download": _NAMED_AUDITOR,
        "engagement.unmask": _NAMED_AUDITOR,
        "engagement.unmasked": _NAMED_AUDITOR,
        "engagement.answer": _REVIEWER,
        # Only the demonstration has this page; the visitor finds the first sign-in link there.
        "demo.mail": _OPEN,
        # The master key is changed on the machine that holds it.
        "key.rotate": _COMMAND_LINE,
    }
)


def permits(identity: Identity, action: str, *, anonymous_pre_check: bool = False) -> bool:
    """Whether any row of `action` may be open to `identity`; an unknown action is nobody's."""
    rule = POLICY.get(action)
    if rule is None:
        return False
    if rule.anonymous and (anonymous_pre_check or not rule.where_allowed):
        return True
    return bool(relations(identity, action))


def relations(identity: Identity, action: str) -> frozenset[Relation]:
    """The relations in which the roles of `identity` have the action: the service narrows its rows to these.

    A key has none in an action that is outside its scopes.
    """
    if not opens(identity.scopes, action):
        return frozenset()
    return relations_by_role(identity, action)


def relations_by_role(identity: Identity, action: str) -> frozenset[Relation]:
    """The same whatever the scopes of a key: tells a key that is too narrow from a person who may not at all."""
    rule = POLICY.get(action)
    if rule is None or (identity.person is None and identity.participant is None):
        return frozenset()
    held = {rule.by[role] for role in rule.by if role in identity.roles}
    if rule.everyone and not came_by_link(identity):
        held.add(rule.everyone)
    return frozenset(held)


def came_by_link(identity: Identity) -> bool:
    """Whether the identity is known by a link alone, which opens no account."""
    return identity.participant is not None


def clashes(roles: frozenset[str]) -> bool:
    """Whether the roles would let one person both keep the register and read what is in it."""
    return not roles.isdisjoint(NEVER_READS) and not roles.isdisjoint(READS_DECLARATIONS | {Role.ASSET_READER})
