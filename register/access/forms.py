"""What people type into the pages of access, read into values; every fault by field."""

from uuid import UUID

from register.access.scopes import SCOPES
from register.kernel.errors import NotFound
from register.kernel.form import Form
from register.kernel.locales import LOCALES
from register.kernel.message import msg

_NAME_IT = msg("Write your e-mail address, such as name@example.org.")


def canonical_id(text: str) -> UUID:
    """The id in a path; NotFound for any other spelling of one, so that a row has one address."""
    try:
        found = UUID(text)
    except ValueError as error:
        raise NotFound from error
    if str(found) != text:
        raise NotFound
    return found


def read_sign_in(form: Form) -> tuple[str, str]:
    """Address and password; the password is taken as typed, spaces too. Raises Invalid."""
    email = form.line("email", missing=_NAME_IT, longest=254)
    password = form.typed("password")
    if not password:
        form.refuse("password", msg("Write your password."))
    form.check()
    return email, password


def read_email(form: Form) -> str:
    """The address that a link is asked for. Raises Invalid."""
    email = form.line("email", missing=_NAME_IT, longest=254)
    if email and "@" not in email:
        form.refuse("email", _NAME_IT)
    form.check()
    return email


def read_new_password(form: Form) -> str:
    """A new password as typed. Raises Invalid."""
    password = form.typed("password")
    if not password:
        form.refuse("password", msg("Write a new password."))
    form.check()
    return password


def read_password_change(form: Form) -> tuple[str, str]:
    """The present password and the new one. Raises Invalid."""
    if not form.typed("old"):
        form.refuse("old", msg("Write your present password."))
    return form.typed("old"), read_new_password(form)


def read_languages(form: Form) -> tuple[str, list[str]]:
    """The language to be spoken to in, and those that are read. Raises Invalid."""
    language = form.choice("language", LOCALES.keys())
    read = form.choices("languages_read", LOCALES.keys())
    form.check()
    return language or "en", list(read)


def read_token(form: Form) -> tuple[str, list[str]]:
    """The name of a key and its scopes. Raises Invalid."""
    name = form.line("name", missing=msg("Give the key a name, such as the program that uses it."), longest=100)
    scopes = form.choices("scopes", SCOPES.keys())
    if not scopes:
        form.refuse("scopes", msg("Choose what the key may be used for."))
    form.check()
    return name, list(scopes)
