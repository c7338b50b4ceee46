"""What the forms of a conflict at the desk offer. Pure."""

import msgspec

from declarations.codes.labels import labels_of
from declarations.filing.measures import Carrier
from declarations.review.conflict_forms import CONFIRM, LIFT, PLACES
from declarations.review.model import Recommendation
from register.kernel.form import Form
from register.kernel.i18n import Message, pmsg

Choices = list[tuple[str, Message]]


class ConflictOptions(msgspec.Struct, frozen=True):
    """The choices of each form."""

    natures: Choices
    measures: Choices
    carriers: Choices
    endings: Choices


def conflict_options() -> ConflictOptions:
    """The choices, in the order of the vocabulary."""
    return ConflictOptions(
        natures=list(labels_of("conflict.nature_assessed").items()),
        measures=list(labels_of("measure").items()),
        carriers=[
            (Carrier.DECLARANT.value, pmsg("measure", "The declarant")),
            (Carrier.OTHERS.value, pmsg("measure", "Somebody else")),
        ],
        endings=[
            (CONFIRM, pmsg("measure", "It is carried out")),
            (LIFT, pmsg("measure", "It is needed no longer")),
        ],
    )


def put_measures(form: Form, recommendation: Recommendation | None) -> None:
    """Fill in what the office recommends; a measure is the declarant’s to carry out unless somebody says otherwise."""
    for place in (0, *PLACES):
        form.put(f"measure{place}_carrier", Carrier.DECLARANT.value)
    if recommendation is None:
        return
    for place, measure in zip(PLACES, recommendation.measures, strict=False):
        name = f"measure{place}_"
        form.put(name + "code", measure.code)
        form.put(name + "words", measure.words)
        form.put(name + "carrier", measure.carrier.value)
        form.put(name + "carried_by", measure.carried_by)
        form.put_day(name + "due_on", measure.due_on)
