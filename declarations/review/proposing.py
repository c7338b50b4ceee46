"""What a recommendation fills in for whoever decides: its terms, never the decision or its reasons. Pure."""

from declarations.filing.measures import Carrier
from declarations.review.conflict_forms import PLACES
from declarations.review.model import Recommendation
from register.kernel.form import Form
from register.kernel.i18n import current_locale


def put_recommended(form: Form, recommended: Recommendation | None, act: str, *, has_measures: bool) -> None:
    """The conditions and measures that the office recommends, into the form of an act at the desk."""
    if act == "decision" and recommended is not None and recommended.language in {"", current_locale().tag}:
        form.put("conditions", recommended.conditions)  # in another language than the reasons they would be mislabelled
    if act in {"decision", "measure"} and has_measures:
        _put_measures(form, recommended)


def _put_measures(form: Form, recommended: Recommendation | None) -> None:
    """A measure is the declarant’s to carry out unless somebody says otherwise."""
    for place in (0, *PLACES):
        form.put(f"measure{place}_carrier", Carrier.DECLARANT.value)
    if recommended is None:
        return
    for place, measure in zip(PLACES, recommended.measures, strict=False):
        name = f"measure{place}_"
        form.put(name + "code", measure.code)
        form.put(name + "words", measure.words)
        form.put(name + "carrier", measure.carrier.value)
        form.put(name + "carried_by", measure.carried_by)
        form.put_day(name + "due_on", measure.due_on)
