"""What people type into the pages of asset statements, read into commands; every fault by field."""

from uuid import UUID

from declarations.assets.labels import BANDS, CATEGORIES, GROUNDS, HOLDERS, OUTCOMES, RELATIONS, USES
from declarations.assets.model import (
    DEFINED,
    AskConsentCommand,
    Band,
    Category,
    ConsentWords,
    DesignateCommand,
    FilingCommand,
    Ground,
    GroundWords,
    Holder,
    Line,
    Outcome,
    Text,
    Use,
)
from declarations.filing.kinds.words import LANGUAGES
from register.access.forms import canonical_id
from register.kernel.clock import today
from register.kernel.errors import NotFound
from register.kernel.form import Form
from register.kernel.i18n import current_locale, msg

LONGEST = 2000
LINE_FIELDS = ("category", "what", "holder", "counterpart", "relation", "band")


def read_line(form: Form) -> Line:
    """One interest. Raises Invalid."""
    category = form.choice("category", CATEGORIES, missing=msg("Choose what it is."))
    what = form.line("what", missing=msg("Say in a few words what it is."), longest=200)
    holder = form.choice("holder", HOLDERS, missing=msg("Choose whose it is."))
    counterpart = form.line("counterpart", missing=msg("Name the company or the other party."), longest=300)
    relation = form.choice("relation", RELATIONS, missing=msg("Choose its relation to the Organization."))
    band = form.choice("band", BANDS, missing=msg("Choose the value, broadly."))
    form.check()
    chosen = form.typed("party") if form.typed("party_named") == counterpart else ""
    return Line(
        category=Category(category or ""),
        what=what,
        holder=Holder(holder or ""),
        counterpart=counterpart,
        relation=relation or "",
        band=Band(band or ""),
        party=_party(chosen),
    )


def read_filing(form: Form) -> FilingCommand:
    """What is said as a statement is filed: a line that was begun is one of it, never left behind. Raises Invalid."""
    attested = form.ticked("attested", missing=msg("Confirm that the declaration is true and complete."))
    line = read_line(form) if any(form.typed(name).strip() for name in LINE_FIELDS) else None
    form.check()
    return FilingCommand(attested, form.ticked("nothing"), line)


def _party(text: str) -> UUID | None:
    try:
        return canonical_id(text) if text else None
    except NotFound:
        return None


def read_designation(form: Form) -> DesignateCommand:
    """A designation. Raises Invalid."""
    email = form.line("email", missing=msg("Write the person’s address."))
    ground = form.choice("ground", GROUNDS, missing=msg("Choose the ground."))
    position = form.line("position", missing=msg("Name the position or the function."))
    instrument = form.line("instrument", missing=msg("Name the decision or the rule that asks for it."))
    starts_on, ends_on = form.day("starts_on"), form.day("ends_on")
    form.check()
    words = GroundWords(position, instrument)
    return DesignateCommand(email, Ground(ground or ""), words, starts_on or today(), ends_on)


def read_request(form: Form) -> AskConsentCommand:
    """A request for consent. Raises Invalid."""
    use = form.choice("use", [each for each in USES if each not in DEFINED], missing=msg("Choose the use."))
    who = form.line("who", missing=msg("Say who would use the statement."))
    purpose = form.text("purpose", missing=msg("Say what it would be used for."), longest=LONGEST)
    until = form.day("until")
    form.check()
    return AskConsentCommand(Use(use or ""), ConsentWords(who, purpose), until)


def read_review(form: Form) -> tuple[Outcome, Text]:
    """What a reader came to. Raises Invalid."""
    outcome = form.choice("outcome", OUTCOMES, missing=msg("Choose the outcome of the review."))
    words = form.text("words", longest=LONGEST)
    language = form.choice("language", [tag for tag, _ in LANGUAGES], missing=None) or current_locale().tag
    if outcome and outcome != Outcome.NO_ISSUE and not words:
        form.refuse("words", msg("Write a sentence to the filer."))
    form.check()
    return Outcome(outcome or ""), Text(words, language)
