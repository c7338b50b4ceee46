"""The page of one item before chair and secretary, as several of its forms show it again."""

from uuid import UUID

from litestar import Response

from declarations.votes.board_labels import CHOICE_WORDS, INTERESTS, MEDIA, SAID
from declarations.votes.labels import DONE, MEASURES
from declarations.votes.service.leading import read_item
from declarations.votes.service.open_votes import choices_of
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import RegisterError
from register.kernel.form import Form
from register.web.rendering import render


async def item_led(
    request: AnyRequest,
    meeting: UUID,
    item: UUID,
    form: Form,
    status: int = 200,
    refused: RegisterError | None = None,
) -> Response[str]:
    """What was disclosed on an item and what follows, with what was refused. NotFound for whoever does not lead."""
    view = await read_item(identity_of(request), meeting, item)
    return render(
        request,
        "votes/item_led.html",
        status,
        view=view,
        form=form,
        refused=refused,
        reminded=request.query_params.get("reminded", ""),
        choices=[(each, CHOICE_WORDS.get(each, each)) for each in choices_of(view.item)],
        choice_words=CHOICE_WORDS,
        said=SAID,
        interests=INTERESTS,
        media=MEDIA,
        measures=MEASURES,
        done=DONE,
    )
