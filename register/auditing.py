"""What the ledger's pages are told: whose streams there are, what sealed them, and words for the reading log."""

from collections.abc import Mapping, Sequence

from declarations.advice.records import ADVICE_ROOM
from declarations.assets.labels import USES
from declarations.assets.records import ASSETS
from declarations.codes.store_versions import ProposalClaims
from declarations.filing.store import DeclarationClaims
from declarations.letters.store import StandingWordsClaims
from declarations.meetings.records import MEETINGS
from declarations.parties.store_records import PartyClaims
from declarations.presiding.records import PRESIDING
from declarations.standing.records import STANDING
from declarations.votes.records import VOTES
from register.kernel.message import Message, pmsg
from register.ledger.chains import ClaimSource
from register.ledger.configuration import LedgerSettings
from register.ledger.records import claims_of
from register.ledger.seal_log import SealLog
from register.ledger.signing import read_public_keys
from register.settings import Settings
from reports.engagements.model import AUDITS
from reports.periodic.stored import PERIODIC
from reports.recorded import told

KINDS: Mapping[str, Message] = {
    "declaration": pmsg("reading.kind", "Declaration"),
    "asset_statement": pmsg("reading.kind", "Asset statement"),
    "agenda_item": pmsg("reading.kind", "Item of a meeting"),
    "meeting": pmsg("reading.kind", "Statements for a meeting"),
    "export": pmsg("reading.kind", "Export"),
    "ledger": pmsg("reading.kind", "The whole register"),
}
PURPOSES: Mapping[str, Message] = {
    "review": pmsg("reading.purpose", "Review of the case"),
    "letter": pmsg("reading.purpose", "Letter on the decision"),
    "evidence": pmsg("reading.purpose", "Evidence"),
    "filed_for_the_person": pmsg("reading.purpose", "Following what was filed for the person"),
    "assets": pmsg("reading.purpose", "Asset statement"),
    **{f"assets:{use}": label for use, label in USES.items()},
    "disclosures": pmsg("reading.purpose", "What was disclosed to the meeting"),
    "export": pmsg("reading.purpose", "Export"),
    "export:desk": pmsg("reading.purpose", "Export for the desk"),
    "export:gift:desk": pmsg("reading.purpose", "Export of gifts for the desk"),
    "export:gift:governing_body": pmsg("reading.purpose", "Export of gifts for the governing body"),
    "export:engagement": pmsg("reading.purpose", "Extract for auditors"),
    "mandate": pmsg("reading.purpose", "Unmasked under a written mandate"),
    "verify": pmsg("reading.purpose", "Verification"),
    "verify:sound": pmsg("reading.purpose", "Verification: everything as it was written"),
    "verify:faults": pmsg("reading.purpose", "Verification: faults found"),
}


def sources() -> Sequence[ClaimSource]:
    """Every room that keeps streams."""
    records = claims_of(
        [*ASSETS, *ADVICE_ROOM, *STANDING, *MEETINGS.values(), *VOTES.values(), *PRESIDING.values(), *PERIODIC, *AUDITS]
    )
    return [
        DeclarationClaims(),
        ProposalClaims(),
        StandingWordsClaims(),
        PartyClaims(),
        *records,
    ]


def seal_log(settings: Settings) -> SealLog:
    """The memory of seals outside the database."""
    return SealLog(settings.var / "seals.log")


def ledger_settings(settings: Settings) -> LedgerSettings:
    """All of it for this installation."""
    return LedgerSettings(
        sources=sources(),
        keys=lambda: read_public_keys(settings.var / "signing.pub"),
        log=seal_log(settings),
        kinds=KINDS,
        purposes=PURPOSES,
        details=told,
    )
