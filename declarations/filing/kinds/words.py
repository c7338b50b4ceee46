"""The last questions of every form: the person's own words, and the language they are in."""

from declarations.filing.kinds.prompts import Control, Prompt
from register.kernel.i18n import LOCALES, Message, msg

LANGUAGES = tuple((tag, locale.name) for tag, locale in LOCALES.items())


def described(label: Message, hint: Message) -> Prompt:
    """What it is, in a few words: what lists and the desk show of the story."""
    return Prompt(
        name="description",
        label=label,
        control=Control.TEXT,
        hint=hint,
        missing=msg("Describe it in a few words."),
        longest=2000,
        row=msg("Description"),
    )


FUNCTION = Prompt(
    name="function",
    label=msg("Your function now"),
    control=Control.LINE,
    missing=None,
    longest=200,
    row=msg("Function"),
)
REMARKS = Prompt(
    name="remarks",
    label=msg("Anything else the ethics office should know"),
    control=Control.TEXT,
    missing=None,
    row=msg("Remarks"),
)
LANGUAGE = Prompt(
    name="language",
    label=msg("In which language did you write?"),
    control=Control.LANGUAGE,
    hint=msg("Your words stay in your language; they are never changed."),
    missing=msg("Choose the language in which you wrote."),
)
