"""The minutes for programs, over the same service as the page."""

from litestar import get
from litestar.params import FromPath

from declarations.minutes.pages import language_in
from declarations.minutes.schemas import MinutesOut, written
from declarations.minutes.service import read_figures
from declarations.minutes.texts import minutes
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of


@get("/api/v1/meetings/{meeting:str}/minutes", opt={"action": "minutes.read"}, tags=["meetings"])
async def get_minutes(request: AnyRequest, meeting: FromPath[str]) -> MinutesOut:
    """Counts and nil statements by item, in the language of `in` (`ar`, `en`, `fr`, `es`); names by a cited rule."""
    found, chosen = await read_figures(identity_of(request), canonical_id(meeting)), language_in(request)
    return written(found, minutes(found, chosen), chosen)


minutes_api = [get_minutes]
