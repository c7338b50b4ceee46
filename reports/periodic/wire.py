"""What programs send, as the forms of the pages take it: read by the same rules, refused at the same fields."""

from register.kernel.errors import FieldError, Invalid
from register.kernel.form import YES, Form
from register.kernel.i18n import LOCALES, msg
from reports.periodic.schemas import DecisionIn, TextsIn, Words
from reports.periodic.service.releasing import TEXTS


def texts_form_of(data: TextsIn) -> Form:
    """The form of a draft. Raises Invalid for a language or a text that there is none of."""
    form = Form()
    form.put("symbol", data.symbol)
    form.put("threshold", str(data.threshold))
    form.put("annex", YES if data.annex else "")
    _put(form, data.correction, "correction")
    for tag, texts in data.texts.items():
        for name, words in texts.items():
            if name not in TEXTS:
                raise Invalid(fields=[FieldError(f"{tag}.{name}", msg("There is no such text."))])
            _put(form, {tag: words}, name)
    return form


def decision_form(data: DecisionIn) -> Form:
    """The form of a decision. Raises Invalid for a language that there is none of."""
    form = Form()
    form.put("decided", str(data.decided))
    form.put_day("on", data.on)
    _put(form, data.words, "decided")
    return form


def read_reason(because: str) -> str:
    """Why a report is set aside. Raises Invalid."""
    form = Form()
    form.put("because", because)
    said = form.text("because", longest=600)
    form.check()
    return said


def _put(form: Form, words: Words, name: str) -> None:
    if unknown := set(words) - set(LOCALES):
        raise Invalid(fields=[FieldError(name, msg("There is no language %(tag)s.", tag=min(unknown)))])
    for tag, said in words.items():
        form.put(f"{tag}.{name}", said)
