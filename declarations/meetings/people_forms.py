"""Delegations and participants as the secretary types them."""

from collections.abc import Sequence
from uuid import UUID

from declarations.meetings.model import BodyRole, Credentials, Delegation, Part, Participant, Sitting, Standing, Type
from declarations.meetings.service.entering import DelegationCommand, ParticipantCommand
from declarations.meetings.service.voting import ReplaceCommand
from declarations.parties.countries import countries
from register.kernel.errors import Invalid
from register.kernel.form import YES, Form
from register.kernel.i18n import LOCALES, Message, current_locale, msg
from register.people.people_file import EMAIL
from register.people.store import fold_email

NO_COUNTRY = msg("Write the two letters of the country (ISO 3166), for example %(example)s.", example="KE")
NO_EMAIL = msg("This is not an address. Write one such as name@example.org.")
NO_NAME = msg("Write the family name.")
NO_DELEGATION = msg("Write the name of the delegation.")
_NOT_OFFERED = msg("Choose one of the answers.")


def fresh_delegation() -> Form:
    """An empty form: a member whose credentials are still to be examined, with its right to vote in force."""
    form = Form()
    for name, value in (("standing", Standing.MEMBER), ("credentials", Credentials.PENDING), ("votes", YES)):
        form.put(name, value)
    return form


def form_of_delegation(row: Delegation) -> Form:
    """What stands, to be corrected."""
    form = Form()
    for name in ("name", "country", "standing", "credentials", "reason"):
        form.put(name, getattr(row, name) or "")
    form.put("votes", YES if row.votes else "no")
    return form


def read_delegation_form(form: Form) -> DelegationCommand:
    """The delegation. Raises Invalid by field."""
    country = form.line("country", longest=2).upper()
    if country and country not in countries():
        form.refuse("country", NO_COUNTRY)
    name = form.line("name", missing=NO_DELEGATION)
    standing, credentials = form.choice("standing", set(Standing)), form.choice("credentials", set(Credentials))
    votes, reason = form.yes_no("votes"), form.line("reason", longest=300)
    form.check()
    return DelegationCommand(
        name=name,
        country=country or None,
        standing=Standing(str(standing)),
        credentials=Credentials(str(credentials)),
        votes=bool(votes),
        reason=reason,
    )


def fresh_participant(delegation: UUID | None) -> Form:
    """An empty form: a delegate of a delegation, in the language of the page."""
    form = Form()
    values = (Type.REPRESENTATIVE, Part.DELEGATE, BodyRole.MEMBER, current_locale().tag, str(delegation or ""))
    for name, value in zip(("type", "function", "body_role", "language", "delegation"), values, strict=True):
        form.put(name, value)
    return form


def form_of_participant(row: Participant) -> Form:
    """What stands, to be corrected."""
    form = Form()
    for name in ("type", "function", "honorific", "first_name", "family_name", "email", "language", "body_role"):
        form.put(name, getattr(row, name))
    form.put("delegation", str(row.delegation or ""))
    return form


def read_participant_form(form: Form) -> ParticipantCommand:
    """The participant. Raises Invalid by field."""
    family, first = form.line("family_name", missing=NO_NAME), form.line("first_name")
    honorific = form.line("honorific", longest=60)
    email = fold_email(form.line("email", longest=254))
    if email and not EMAIL.fullmatch(email):
        form.refuse("email", NO_EMAIL)
    kind, function = form.choice("type", set(Type)), form.choice("function", set(Part))
    role, language = form.choice("body_role", set(BodyRole)), form.choice("language", set(LOCALES))
    delegation = chosen_id(form, "delegation")
    form.check()
    return ParticipantCommand(
        delegation=delegation,
        type=Type(str(kind)),
        function=Part(str(function)) if delegation else Part.NONE,
        honorific=honorific,
        first_name=first,
        family_name=family,
        email=email,
        language=str(language),
        body_role=BodyRole(str(role)),
    )


def read_replacement(form: Form) -> ReplaceCommand:
    """Who stands in. Raises Invalid by field."""
    alternate, sitting = chosen_id(form, "alternate"), chosen_id(form, "sitting")
    if alternate is None:
        form.refuse("alternate", _NOT_OFFERED)
    form.check()
    if alternate is None:
        raise Invalid
    return ReplaceCommand(alternate, sitting, form.ticked("leaves"))


def sittings_offered(sittings: Sequence[Sitting]) -> list[tuple[str, Message]]:
    """Sittings for a choice."""
    return [(str(each.id), msg("Sitting %(number)s", number=str(each.number))) for each in sittings]


def chosen_id(form: Form, name: str) -> UUID | None:
    """The id that was chosen; None for none, a fault for what is no id."""
    typed = form.typed(name)
    try:
        return UUID(typed) if typed else None
    except ValueError:
        form.refuse(name, _NOT_OFFERED)
        return None
