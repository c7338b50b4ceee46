"""The clerk's screen, and what those who lead a meeting do on one item."""

from uuid import UUID, uuid4

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.votes.aside_pages import aside_pages
from declarations.votes.attend_forms import read_answer
from declarations.votes.board_labels import INTERESTS, MEDIA, SAID
from declarations.votes.item_led_view import item_led
from declarations.votes.labels import MEASURES
from declarations.votes.model import Answer, Medium
from declarations.votes.service.disclosing import AnswerCommand
from declarations.votes.service.freezing import open_vote
from declarations.votes.service.leading import clerk_screen, remind
from declarations.votes.service.open_votes import enter, enter_file
from declarations.votes.service.recording import asides_on, confirm, find, just_recorded, record_answer
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, FieldError, IdempotencyMismatch, Invalid, TooManyRequests
from register.kernel.form import Form
from register.kernel.i18n import msg
from register.web.forms import read_files, read_form
from register.web.rendering import render

_HERE = "/meetings/{meeting:str}"
_ITEM = _HERE + "/items/{item:str}"
_BY_HAND = {Medium.ALOUD, Medium.PAPER, Medium.LIST}
_OF_EACH = {"levels": "levels-{}", "party": "party-{}"}
"""What the page asks once for each who was found: all of it is one form, so that what is chosen above it counts."""


@get(_HERE + "/clerk", opt={"action": "vote.record"}, include_in_schema=False)
async def clerk_page(request: AnyRequest, meeting: FromPath[str]) -> Response[str]:
    """Find the participant who spoke; after one was recorded, which is said, the next on the same item."""
    form, asked = Form(), request.query_params
    for field, said in (("item", asked.get("done")), ("medium", asked.get("medium"))):
        if said is not None:
            form.put(field, said)
    return await _clerk(request, canonical_id(meeting), form)


@post(_HERE + "/clerk", opt={"action": "vote.record"}, status_code=200, include_in_schema=False)
async def find_participant(request: AnyRequest, meeting: FromPath[str]) -> Response[str]:
    """Those whose name begins so; a name never stands in an address."""
    return await _clerk(request, canonical_id(meeting), await read_form(request))


@post(_HERE + "/clerk/answers", opt={"action": "vote.record"}, include_in_schema=False)
async def record_it(request: AnyRequest, meeting: FromPath[str]) -> Response[str] | Redirect:
    """Write an answer down, on the item and by the medium that stand on the screen as the button is pressed."""
    form, held = await read_form(request), canonical_id(meeting)
    about, (person, _, stance) = form.typed("item"), form.typed("pressed").partition(" ")
    try:
        medium, who = form.choice("medium", _BY_HAND) or "", canonical_id(person)
        command = read_answer(_said(form, who, stance), canonical_id(about) if about else None)
        form.check()
        made = await _keep(request, held, who, Medium(medium), command)
    except Invalid as invalid:
        faults = (
            FieldError(_OF_EACH.get(each.name, each.name).format(person), each.message) for each in invalid.fields
        )
        return await _clerk(request, held, form.take(faults), 422)
    except Conflict as refused:
        return await _clerk(request, held, form, 409, refused)
    return Redirect(f"/meetings/{held}/clerk?done={about}&medium={medium}&answer={made.id}", status_code=303)


def _said(form: Form, who: UUID, stance: str) -> Form:
    """What was pressed and ticked for one of those who were found; the page has these fields once for each."""
    said = Form()
    said.put("stance", stance)
    said.put("client_key", form.typed("client_key"))
    for name, of_each in _OF_EACH.items():
        said.put(name, form.every(of_each.format(who)))
    return said


async def _keep(request: AnyRequest, meeting: UUID, who: UUID, medium: Medium, command: AnswerCommand) -> Answer:
    """Keep it; from a page that was gone back to, what is pressed otherwise is the correction."""
    try:
        return await record_answer(identity_of(request), meeting, who, medium, command)
    except IdempotencyMismatch:
        command = msgspec.structs.replace(command, client_key=uuid4())
        return await record_answer(identity_of(request), meeting, who, medium, command)


@post("/attend/answers/{answer:str}/confirmation", opt={"action": "attend.confirm"}, include_in_schema=False)
async def confirm_it(request: AnyRequest, answer: FromPath[str]) -> Redirect:
    """The person confirms what was written down for them."""
    await confirm(identity_of(request), canonical_id(answer))
    return Redirect("/attend", status_code=303)


@get(_ITEM, opt={"action": "vote.read"}, include_in_schema=False)
async def item_led_page(request: AnyRequest, meeting: FromPath[str], item: FromPath[str]) -> Response[str]:
    """What was disclosed to this meeting on an item."""
    return await item_led(request, canonical_id(meeting), canonical_id(item), Form())


@post(_ITEM + "/vote", opt={"action": "vote.open"}, include_in_schema=False)
async def open_the_vote(request: AnyRequest, meeting: FromPath[str], item: FromPath[str]) -> Response[str] | Redirect:
    """Open the vote; the snapshot is taken."""
    form, held, about = await read_form(request), canonical_id(meeting), canonical_id(item)
    seen = form.typed("seen")
    try:
        await open_vote(identity_of(request), held, about, int(seen) if seen.isascii() and seen.isdecimal() else 0)
    except Conflict as conflict:
        return await item_led(request, held, about, Form(), 409, conflict)
    return Redirect(f"/meetings/{held}/items/{about}", status_code=303)


@post(_ITEM + "/reminder", opt={"action": "vote.remind"}, include_in_schema=False)
async def remind_them(request: AnyRequest, meeting: FromPath[str], item: FromPath[str]) -> Response[str] | Redirect:
    """A notice to whoever has not answered."""
    held, about = canonical_id(meeting), canonical_id(item)
    try:
        many = await remind(identity_of(request), held, about)
    except (Conflict, TooManyRequests) as refused:
        return await item_led(request, held, about, Form(), refused.status, refused)
    return Redirect(f"/meetings/{held}/items/{about}?reminded={many}", status_code=303)


@post(_ITEM + "/votes", opt={"action": "vote.enter", "files": True}, include_in_schema=False)
async def enter_votes(request: AnyRequest, meeting: FromPath[str], item: FromPath[str]) -> Response[str] | Redirect:
    """Open votes by hand, or all from a file."""
    form, held, about = await read_form(request), canonical_id(meeting), canonical_id(item)
    files = await read_files(request, "file")
    try:
        if files and files[0].data:
            await enter_file(identity_of(request), held, about, files[0].data)
        else:
            delegation = form.typed("delegation")
            if not delegation:
                form.refuse("delegation", msg("Choose the delegation."))
            if not form.typed("choice"):
                form.refuse("choice", msg("Choose one of the answers."))
            form.check()
            await enter(identity_of(request), held, about, {canonical_id(delegation): form.typed("choice")})
    except Invalid as invalid:
        return await item_led(request, held, about, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await item_led(request, held, about, Form(), 409, conflict)
    return Redirect(f"/meetings/{held}/items/{about}", status_code=303)


async def _clerk(
    request: AnyRequest, meeting: UUID, form: Form, status: int = 200, refused: Conflict | None = None
) -> Response[str]:
    found, items = await clerk_screen(identity_of(request), meeting)
    name, about = form.typed("name").strip()[:100], form.typed("item")
    form.put("client_key", str(uuid4()))
    named = await find(identity_of(request), meeting, name) if name else []
    before = form.typed("recorded") if form.errors or refused or not name else ""
    answer = request.query_params.get("answer") or before
    recorded = await just_recorded(identity_of(request), meeting, canonical_id(answer)) if answer else None
    is_asked = bool(about and (named or recorded))
    return render(
        request,
        "votes/clerk.html",
        status,
        form=form,
        meeting=found,
        items=items,
        recorded=recorded,
        refused=refused,
        name=name,
        found=named,
        item=next((each for each in items if str(each.id) == about), None),
        asides=await asides_on(identity_of(request), meeting, canonical_id(about)) if is_asked else {},
        measures=MEASURES,
        said=SAID,
        interests=INTERESTS,
        media_words=MEDIA,
        media=[(value.value, label) for value, label in MEDIA.items() if value in _BY_HAND],
    )


clerk_pages: list[ControllerRouterHandler] = [
    clerk_page,
    find_participant,
    record_it,
    confirm_it,
    item_led_page,
    open_the_vote,
    remind_them,
    enter_votes,
    *aside_pages,
]
