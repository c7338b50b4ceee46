"""The doors in the header of a page, by what its reader may do."""

from collections.abc import Sequence

from register.access.policy import permits
from register.kernel.i18n import msg, pmsg
from register.kernel.identity import HEAD_OF_DELEGATION, Identity
from register.web.site import Link

_DOORS = (
    ("start.view", Link("/", msg("Start"))),
    ("precheck.ask", Link("/check", msg("May I accept this?"))),
    ("declaration.list", Link("/declarations", msg("My declarations"))),
    ("advice.list", Link("/advice", msg("Advice"))),
    ("standing.read", Link("/standing", msg("What I have in force"))),
    ("asset.list", Link("/assets", msg("Asset statements"))),
    ("case.queue", Link("/desk", msg("Desk"))),
    ("case.sign", Link("/desk/signing", msg("Signing list"), "/desk")),
    ("advising.queue", Link("/desk/advice", msg("Requests for advice"), "/desk")),
    ("measure.list", Link("/desk/measures", msg("Measures"), "/desk")),
    ("leaver.list", Link("/desk/separations", msg("Ends of service"), "/desk")),
    ("aside.list", Link("/desk/changes", msg("Changes not carried over"), "/desk")),
    ("absence.list", Link("/delegations", msg("Absence and delegation"), "/desk")),
    ("export.governing_body", Link("/exports", msg("Exports"), "/desk")),
    ("words.read", Link("/standing-words", msg("Standing words"), "/desk")),
    ("legacy.import", Link("/imports", msg("Older registers"), "/desk")),
    ("meeting.list", Link("/meetings", msg("Meetings"))),
    ("report.list", Link("/reports", pmsg("periodic report", "Reports"))),
    ("engagement.list", Link("/engagements", msg("Audit engagements"), "/desk")),
    ("designation.list", Link("/desk/assets", msg("Designated filers"), "/desk")),
    ("code.read", Link("/codes", msg("Codes"))),
    ("guidance.read", Link("/guidance", msg("Guidance"), "/codes")),
    ("profile.proposals", Link("/profiles", msg("Profiles and thresholds"))),
    ("profile.what_if", Link("/what-if", msg("What if"), "/desk")),
    ("rate.load", Link("/rates", msg("Rates of exchange"))),
    ("people.list", Link("/people", msg("People"))),
    ("party.read", Link("/parties", msg("Directory of givers"), "/desk")),
    ("mail.failed", Link("/administration/mail", msg("Mail"))),
    ("reading_log.read", Link("/reading-log", msg("Reading log"))),
    ("reading_log.read", Link("/acting-for", msg("Steps taken for another"))),
    ("ledger.verify", Link("/verification", msg("Verification"))),
    ("count.read", Link("/counts", msg("Counts of closed records"))),
    ("account.read", Link("/account", msg("My account"))),
)

_OF_PARTICIPANTS = (
    Link("/attend", msg("The meeting and its items")),
    Link("/attend/gifts", msg("Gifts of this meeting")),
    Link("/attend/opinions", msg("Ask for an opinion")),
    Link("/attend/report", msg("Report something")),
    Link("/attend/informed", msg("Told to all")),
    Link("/attend/code", msg("The code of this meeting")),
)
_OF_HEADS = Link("/attend/delegation", msg("My delegation"))
_OF_OFFICERS = Link("/meetings", msg("Meetings"))


def navigation(identity: Identity) -> Sequence[Link]:
    """The doors that are open to the person; one whose main door is closed to them stands in the main menu."""
    if identity.person is None:
        return _behind_a_link(identity) if identity.participant is not None else ()
    links = [link for action, link in _DOORS if permits(identity, action)]
    doors = {link.href for link in links}
    return [link if link.behind in doors else Link(link.href, link.label) for link in links]


def _behind_a_link(identity: Identity) -> Sequence[Link]:
    """Of whoever came by a personal link: their own part of the meeting, and with it what an office opens to them."""
    heads = (_OF_HEADS,) if identity.capacity == HEAD_OF_DELEGATION else ()
    leads = (_OF_OFFICERS,) if permits(identity, "meeting.list") else ()
    return (*_OF_PARTICIPANTS, *heads, *leads)
