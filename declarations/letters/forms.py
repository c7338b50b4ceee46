"""The forms of standing words and of letters to givers, read into values or every fault by field."""

from declarations.letters.model import GiverPurpose
from declarations.letters.service.giver import GiverCommand
from declarations.letters.words import LONGEST_TITLE, LONGEST_WORDS, StandingWords, Text, Use, fault_of
from register.kernel.form import Form
from register.kernel.i18n import LOCALES, msg


def filled_in(words: StandingWords) -> Form:
    """The form as the words stand."""
    form = Form()
    form.put("use", words.use)
    for tag, text in words.texts.items():
        form.put(f"title_{tag}", text.title)
        form.put(f"text_{tag}", text.text)
    return form


def read_use(form: Form) -> Use:
    """Where the words will be put. Raises Invalid."""
    found = form.choice("use", tuple(Use))
    form.check()
    return Use(str(found))


def read_texts(form: Form, use: Use) -> dict[str, Text]:
    """The texts by language; one language is enough, half a language is not. Raises Invalid."""
    found: dict[str, Text] = {}
    for tag in LOCALES:
        title = form.line(f"title_{tag}", longest=LONGEST_TITLE)
        text = form.text(f"text_{tag}", longest=LONGEST_WORDS)
        if text and not title and f"title_{tag}" not in form.errors:
            form.refuse(f"title_{tag}", msg("Give these words a title, by which they are chosen."))
        if title and not text and f"text_{tag}" not in form.errors:
            form.refuse(f"text_{tag}", msg("Write the words that belong to this title."))
        fault = fault_of(text, use)
        if fault is not None:
            form.refuse(f"text_{tag}", fault)
        if title and text:
            found[tag] = Text(title, text)
    if not found:
        form.refuse("title_en", msg("Write the words in at least one language."))
    form.check()
    return found


def read_giver_letter(form: Form) -> GiverCommand:
    """The letter to a giver as it was typed. Raises Invalid."""
    purpose = form.choice("purpose", tuple(GiverPurpose))
    language = form.choice("language", tuple(LOCALES))
    addressee = form.text(
        "addressee", missing=msg("Write the name of the giver, and the address if there is one."), longest=500
    )
    gift = form.line("gift", missing=msg("Describe the gift as the giver knows it."), longest=200)
    text, signatory = form.text("text", longest=LONGEST_WORDS), form.line("signatory", longest=200)
    form.check()
    return GiverCommand(GiverPurpose(str(purpose)), str(language), addressee, gift, text, signatory)
