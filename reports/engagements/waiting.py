"""What waits in audits for a person: requests that they may answer, for the first page and the desk."""

from collections.abc import Sequence

from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.web.site import Link
from reports.engagements.service.unmasking import requests_before


async def requests_waiting(identity: Identity) -> Sequence[Link]:
    """Each request with the way to it, the oldest first; at most ten."""
    return [
        Link(
            f"/engagements/{asked.engagement}/unmaskings/{asked.id}",
            msg("An auditor asks you to agree that case %(case)s is unmasked.", case=asked.pseudonym),
        )
        for asked in await requests_before(identity)
    ]
