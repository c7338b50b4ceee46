"""Every page and every interface, room by room."""

from importlib import import_module
from importlib.util import find_spec

from litestar import Router
from litestar.types import ControllerRouterHandler

from register.notices.pages import DEMONSTRATION_PAGES
from register.settings import Settings

_ROOMS = (
    ("register.access.pages", "access_pages"),
    ("register.access.api", "access_api"),
    ("register.notices.pages", "PAGES"),
    ("register.notices.api", "notices_api"),
    ("register.ledger.pages", "ledger_pages"),
    ("register.ledger.api", "ledger_api"),
    ("declarations.parties.pages", "parties_pages"),
    ("declarations.parties.api", "parties_api"),
    ("declarations.filing.pages", "filing_pages"),
    ("declarations.filing.api", "filing_api"),
    ("declarations.letters.pages", "letters_pages"),
    ("declarations.letters.api", "letters_api"),
    ("declarations.evidence.pages", "evidence_pages"),
    ("declarations.evidence.api", "evidence_api"),
    ("declarations.evidence.translation_pages", "translation_handlers"),
    ("declarations.advice.pages", "advice_pages"),
    ("declarations.advice.api", "advice_api"),
    ("declarations.opinions.pages", "opinions_pages"),
    ("declarations.review.pages", "review_pages"),
    ("declarations.review.api", "review_api"),
    ("declarations.review.keeping_pages", "keeping_pages"),
    ("declarations.review.keeping_pages", "keeping_api"),
    ("declarations.review.activity_pages", "activity_pages"),
    ("declarations.review.activity_api", "activity_api"),
    ("declarations.review.conflict_pages", "conflict_pages"),
    ("declarations.review.conflict_api", "conflict_api"),
    ("declarations.standing.pages", "standing_pages"),
    ("declarations.standing.api", "standing_api"),
    ("declarations.policies.pages", "policies_pages"),
    ("declarations.policies.api", "policies_api"),
    ("declarations.whatif.pages", "whatif_pages"),
    ("declarations.whatif.api", "whatif_api"),
    ("declarations.legacy.pages", "legacy_pages"),
    ("declarations.legacy.api", "legacy_api"),
    ("declarations.assets.pages", "assets_pages"),
    ("declarations.assets.api", "assets_api"),
    ("declarations.counts.pages", "counts_pages"),
    ("declarations.counts.api", "counts_api"),
    ("declarations.meetings.arrival_pages", "arrival_pages"),
    ("declarations.meetings.pages", "meetings_pages"),
    ("declarations.meetings.api", "meetings_api"),
    ("declarations.meetings.people_pages", "people_pages"),
    ("declarations.meetings.accreditation_pages", "accreditation_pages"),
    ("declarations.meetings.people_api", "people_api"),
    ("declarations.votes.attend_pages", "attend_pages"),
    ("declarations.votes.attend_api", "attend_api"),
    ("declarations.votes.code_pages", "code_pages"),
    ("declarations.votes.delegation_pages", "delegation_pages"),
    ("declarations.votes.coming_in_api", "coming_in_api"),
    ("declarations.votes.board_pages", "board_pages"),
    ("declarations.votes.board_api", "board_api"),
    ("declarations.votes.told_api", "told_api"),
    ("declarations.votes.told_pages", "told_pages"),
    ("declarations.presiding.pages", "presiding_pages"),
    ("declarations.presiding.api", "presiding_api"),
    ("declarations.minutes.pages", "minutes_pages"),
    ("declarations.minutes.api", "minutes_api"),
    ("reports.pages", "reports_pages"),
    ("reports.api", "reports_api"),
    ("reports.meeting_pages", "meeting_pages"),
    ("reports.periodic.pages", "periodic_pages"),
    ("reports.periodic.api", "periodic_api"),
    ("reports.engagements.pages", "engagement_pages"),
    ("reports.engagements.api", "engagements_api"),
)


def handlers(settings: Settings) -> list[ControllerRouterHandler]:
    """All of them, a router for each room: each route is compared with those of its room, and not with all.

    What only the demonstration has is left out elsewhere.
    """
    found: list[ControllerRouterHandler] = [
        *(DEMONSTRATION_PAGES if settings.mail.transport == "demonstration" else [])
    ]
    for module, name in _ROOMS:
        if _is_there(module):
            found.append(Router("/", route_handlers=getattr(import_module(module), name, [])))
    return found


def _is_there(module: str) -> bool:
    room = module.rpartition(".")[0]
    return find_spec(room) is not None and find_spec(module) is not None
