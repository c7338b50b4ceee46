"""How a conflict stands, for whoever has it on the desk."""

from declarations.filing.conflicts import ConflictShown, conflict_shown
from declarations.review.service.case import open_desk_case
from register.kernel.errors import NotFound
from register.kernel.identity import Identity


async def conflict_of(identity: Identity, reference: str) -> ConflictShown:
    """The marks and measures of a case; the opening is recorded. NotFound for what is no conflict of theirs."""
    desk = await open_desk_case(identity, reference)
    found = conflict_shown(desk.case.declaration, desk.case.steps, desk.today)
    if found is None:
        raise NotFound
    return found
