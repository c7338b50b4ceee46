"""Choosing the giver inside the step: what is suggested for the typed name, and filling the form in with a choice."""

from declarations.parties.model import PartySuggestion
from declarations.parties.service import suggest
from register.kernel.form import Form
from register.kernel.identity import Identity


async def suggestions_for(identity: Identity, form: Form) -> list[PartySuggestion]:
    """Who may be meant by the name that was typed."""
    return await suggest(identity, form.typed(_field(form)))


async def pick_in(identity: Identity, form: Form, place: str) -> None:
    """Fill the form in with the suggestion at a place of the list; anything else changes nothing."""
    found = await suggestions_for(identity, form)
    if not (place.isascii() and place.isdigit() and len(place) < 3 and int(place) < len(found)):
        return
    chosen = found[int(place)]
    form.put("party", str(chosen.party or ""))
    form.put(_field(form), chosen.name)
    form.put("party_named", chosen.name)
    for name, value in (
        ("giver_type", chosen.giver_type),
        ("giver_country", chosen.country),
        ("country", chosen.country),
    ):
        if value:
            form.put(name, value)
    if chosen.relation and chosen.relation != "none":
        form.put("giver_relation", chosen.relation)


def _field(form: Form) -> str:
    """The field of the name: that of the giver, or of the other party of another kind."""
    return "other_party" if "other_party" in form else "giver_name"
