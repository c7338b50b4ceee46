"""What is typed into the pages of this room, read into commands; every fault by field."""

from uuid import UUID, uuid4

from declarations.advice.model import GuidanceText
from declarations.presiding.labels import FINDINGS, KINDS, VERDICTS
from declarations.presiding.model import FIRST, Act, Finding, Kind, Verdict
from declarations.presiding.service.matters import ReportCommand, ReviewCommand
from declarations.presiding.service.measures import LONGEST_TOLD, InformCommand, MeasureCommand
from declarations.presiding.service.opinions import LONGEST, AskCommand, OpinionCommand
from register.access.forms import canonical_id
from register.kernel.errors import Invalid
from register.kernel.form import Form
from register.kernel.i18n import LOCALES, current_locale, msg

WRITE = msg("Write it in a few words.")


def fresh() -> Form:
    """An empty form with a key of its own, so that what is sent twice counts once."""
    form = Form()
    form.put("client_key", str(uuid4()))
    return form


def read_question(form: Form) -> AskCommand:
    """A question. Raises Invalid by field."""
    text = form.text("text", missing=WRITE, longest=LONGEST)
    form.check()
    return AskCommand(text, current_locale().tag, read_key(form))


def read_opinion(form: Form) -> OpinionCommand:
    """An opinion. Raises Invalid by field."""
    verdict = form.choice("verdict", set(VERDICTS), missing=msg("Choose the opinion."))
    reasons = form.text("reasons", missing=WRITE, longest=LONGEST)
    form.check()
    return OpinionCommand(Verdict(str(verdict)), reasons, current_locale().tag)


def read_key(form: Form) -> UUID:
    """The key that the page made. A new one where it came without."""
    try:
        return UUID(form.typed("client_key"))
    except ValueError:
        return uuid4()


def read_seen(form: Form) -> int:
    """The version that was before the reader. Raises Invalid."""
    seen = form.typed("seen")
    if not seen.isascii() or not seen.isdigit() or len(seen) > 9:
        raise Invalid
    return int(seen)


def read_report(form: Form) -> ReportCommand:
    """A report. Raises Invalid by field."""
    kind = form.choice("kind", set(KINDS), missing=msg("Choose what you report."))
    text = form.text("text", missing=WRITE, longest=LONGEST)
    about = form.line("about", longest=300)
    named = tuple(canonical_id(each) for each in form.every("named"))
    form.check()
    return ReportCommand(
        kind=Kind(str(kind)),
        text=text,
        about=about,
        named=named,
        language=current_locale().tag,
        client_key=read_key(form),
    )


def read_review(form: Form) -> ReviewCommand:
    """A review. Raises Invalid by field."""
    finding = form.choice("finding", set(FINDINGS), missing=msg("Choose what the review found."))
    text = form.text("text", missing=WRITE, longest=LONGEST)
    together = tuple(canonical_id(each) for each in form.every("together"))
    form.check()
    return ReviewCommand(finding=Finding(str(finding)), text=text, language=current_locale().tag, together=together)


def read_measure(form: Form) -> MeasureCommand:
    """Measures. Raises Invalid by field."""
    kinds = tuple(Act(each) for each in form.choices("kinds", [act.value for act in FIRST]))
    about = form.line("about", missing=msg("Write to whom it was addressed."), longest=300)
    note = form.text("note", longest=LONGEST)
    form.check()
    return MeasureCommand(kinds=kinds, about=about, note=note, language=current_locale().tag)


def read_informing(form: Form) -> InformCommand:
    """What all participants are told. Raises Invalid by field."""
    form.ticked("necessary", missing=msg("Read the text again and confirm that it says only what is necessary."))
    why = form.text("why", longest=LONGEST)
    texts = {tag: form.text(f"text_{tag}", longest=LONGEST_TOLD) for tag in LOCALES}
    form.check()
    return InformCommand(why=why, texts=texts)


def read_general(form: Form) -> GuidanceText:
    """An opinion in general words. Raises Invalid by field."""
    title = form.line("title", missing=WRITE)
    text = form.text("general", missing=WRITE, longest=LONGEST)
    form.check()
    return GuidanceText(title, text, current_locale().tag)
