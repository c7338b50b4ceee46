"""The last sheet of an extract: how it was made, what each column means, which figures applied, how to verify it."""

from collections.abc import Iterable, Iterator

from openpyxl.worksheet.worksheet import Worksheet

from declarations.codes.adopted import held_library
from declarations.codes.bands import plain
from declarations.codes.decisions import AMOUNTS
from declarations.codes.field_labels import field_label
from declarations.codes.labels import label, labels_of
from declarations.codes.model import Figure, ProfileVersion
from declarations.codes.vocabulary import Kind
from register.kernel.i18n import Message, msg, pmsg, say
from register.kernel.money import Money
from reports.appearance import BLUE
from reports.front import Front, dress_page
from reports.kinds import headings_of
from reports.model import Audience, Counted, ExportRequest
from reports.paper import Paper

_SCOPE = (
    msg(
        "The extract holds every declaration of a gift that was filed, one row each, whatever its status. Drafts are"
        " not declarations and are not counted."
    ),
    msg(
        "The period is that of the date of receipt, both days included; a declaration without such a date counts on the"
        " day of filing. Days and times are those of UTC."
    ),
    msg("A withdrawn declaration stays in the register, is shown as withdrawn, and keeps its value band and effect."),
    msg(
        "What came with an older register is judged by the rules of its day and shown with the outcome that it had"
        " there; the cover says how many rows that are. Where it was withdrawn again, or its import was undone, it is"
        " not counted."
    ),
    msg(
        "The disposition follows from the declaration and the decision alone: what was to be returned or surrendered is"
        " not thereby shown as done."
    ),
)
_SCOPE_OF_KIND = (
    msg(
        "The extract holds every declaration of this kind that was filed, one row each, whatever its status. Drafts are"
        " not declarations and are not counted."
    ),
    msg(
        "The period is that of the event or of the start, both days included; a declaration without such a day counts"
        " on the day of filing. Days and times are those of UTC."
    ),
    msg("A withdrawn declaration stays in the register and is shown as withdrawn."),
)
_NO_SUPPRESSION = msg(
    "Small numbers are not suppressed in this extract: a rare combination of columns may point to a person. Suppress"
    " them before figures are published."
)
_QUEUE = msg(
    "The extract shows what stands in the queue of the officer who made it: neither own cases nor those of superiors,"
    " nor what the governing body's designate reviews."
)
_VERIFY = (
    msg(
        "The seal on the cover signs everything that the register held up to it. With the public key of the register,"
        " “register verify” recomputes every history and every seal, and names the first record that is not as it was"
        " written."
    ),
    msg("The same data in the same language makes the same file, byte for byte: a second extract can be compared."),
)


def write_method(sheet: Worksheet, front: Front, counted: Counted) -> None:
    """Method and definitions."""
    dress_page(sheet, front, landscape=False)
    locale = front.locale
    paper = Paper(sheet, locale, (30, 66))
    title = say(pmsg("report", "Method and definitions"), locale)
    paper.text(1, 1, title, size=20, colour=BLUE, bold=True, across=2)
    sheet.row_dimensions[1].height = 32
    row = _section(paper, 3, msg("What the extract holds"), _scope(front.request))
    row = _section(paper, row, msg("Suppression of small numbers"), [_NO_SUPPRESSION])
    row = _meanings(paper, row, front.request)
    row = _thresholds(paper, row, counted)
    row = _rates(paper, row, counted)
    _section(paper, row, msg("How to verify this extract"), _VERIFY)


def _scope(request: ExportRequest) -> list[Message]:
    if request.kind != Kind.GIFT:
        return [*_SCOPE_OF_KIND, _QUEUE]
    return [*_SCOPE, _QUEUE] if request.audience is Audience.DESK else list(_SCOPE)


def _section(paper: Paper, row: int, title: Message, paragraphs: Iterable[Message]) -> int:
    row = paper.heading(row, say(title, paper.locale))
    for words in paragraphs:
        row = paper.paragraph(row, say(words, paper.locale))
    return row + 1


def _pair(paper: Paper, row: int, first: str, second: str) -> int:
    paper.text(row, 1, first, bold=True)
    paper.text(row, 2, second)
    paper.lines(row, first, 1, 1)
    paper.lines(row, second, 2, 1)
    paper.rule_off(row, 1, 2)
    return row + 1


def _meanings(paper: Paper, row: int, request: ExportRequest) -> int:
    row = paper.heading(row, say(msg("What each column means"), paper.locale))
    for heading in headings_of(request):
        row = _pair(paper, row, say(heading.title, paper.locale), say(heading.meaning, paper.locale))
    return row + 1


def _thresholds(paper: Paper, row: int, counted: Counted) -> int:
    """The profiles under which the rows were judged, with every figure and where it comes from."""
    used = sorted({(of.band.regime, of.band.profile_version) for of, _ in counted.by})
    if not used:
        return row
    row = paper.heading(row, say(msg("Thresholds that applied"), paper.locale))
    for regime, version in used:
        profile = held_library().profiles.get(regime)
        found = next((v for v in profile.versions if v.version == version), None) if profile else None
        name = say(label("profile", regime), paper.locale)
        since = found.effective_from if found else version
        told = say(msg("%(profile)s, version in force since %(since)s", profile=name, since=since), paper.locale)
        row = paper.paragraph(row, told, bold=True)
        if found is None:
            continue
        for figure in found.figures:
            words = say(label("threshold.figure", figure.name), paper.locale)
            row = _pair(paper, row, words, "\n".join(say(part, paper.locale) for part in _figure(found, figure)))
    return row + 1


def _figure(version: ProfileVersion, figure: Figure) -> list[Message]:
    is_money = figure.name in AMOUNTS and version.currency is not None
    value = Money(figure.amount, version.currency or "") if is_money else plain(figure.amount)
    comparator, source = label("threshold.comparator", figure.comparator), figure.citation.instrument
    parts = [msg("%(value)s (%(comparator)s)", value=value, comparator=comparator)]
    if figure.period is not None:
        parts.append(msg("Period: %(period)s", period=label("threshold.period", figure.period)))
    parts += _conditions(figure)
    parts.append(msg("Source: %(source)s", source=source))
    return parts


def _conditions(figure: Figure) -> Iterator[Message]:
    """For which facts alone a figure is set; that it is set for gifts goes without saying here."""
    for fact, listed in figure.when:
        field = f"gift.{fact}" if labels_of(f"gift.{fact}") else fact
        if fact != "kind":
            values = [label(field, value) for value in sorted(listed, key=str)]
            yield msg("Applies only if: %(fact)s: %(values)s", fact=field_label(fact), values=values)


def _rates(paper: Paper, row: int, counted: Counted) -> int:
    if not counted.rates:
        return row
    row = paper.heading(row, say(msg("Rates of exchange"), paper.locale))
    told = msg("Each value was converted once, at the latest rate not later than the date of receipt, and then frozen.")
    row = paper.paragraph(row, say(told, paper.locale))
    for source in sorted({source for source, _ in counted.rates}):
        days = [day for of, day in counted.rates if of == source]
        span = msg("Rates of %(first)s to %(last)s", first=min(days), last=max(days))
        row = _pair(paper, row, source, say(span, paper.locale))
    return row + 1
