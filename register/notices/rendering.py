"""A notice as a letter: plain text in the recipient's language, headers that nothing can be smuggled into."""

import unicodedata
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import quote
from uuid import UUID

from register.kernel import clock
from register.kernel.i18n import LOCALES, Locale, msg, say
from register.notices.errors import DeliveryError, Reason
from register.notices.model import MailSettings, Notice, Recipient

_RIGHT_TO_LEFT_MARK = "\u200f"
_LONGEST_HEADER = 200
_COMING_IN = "/join/"
"""Where personal links lead: the letter that brings one needs no other, and no letter brings a link beside a code."""


def compose(notice: UUID, said: Notice, recipient: Recipient, settings: MailSettings) -> EmailMessage:
    """The letter. Its Message-ID depends on the notice alone, so that a second copy is recognised as one.

    Raises DeliveryError when the address cannot stand in a header.
    """
    locale = LOCALES.get(recipient.language, LOCALES["en"])
    letter = EmailMessage(policy=policy.SMTP)
    letter["Subject"] = _marked(one_line(say(said.subject, locale)), locale)
    letter["From"] = _address(settings.organisation.get(locale.tag, ""), settings.sender)
    letter["To"] = _address(recipient.name, recipient.email)
    letter["Date"] = format_datetime(clock.now())
    letter["Message-ID"] = f"<{notice}@{settings.sender.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    text = written(said, recipient, locale, settings)
    letter.set_content(text, charset="utf-8", cte="base64" if locale.direction == "rtl" else "quoted-printable")
    letter["Content-Language"] = locale.tag  # set_content would have removed it
    return letter


def written(said: Notice, recipient: Recipient, locale: Locale, settings: MailSettings) -> str:
    """The text of the letter: paragraphs, the link on a line of its own, who wrote it."""
    *body, ending = (_marked(paragraph, locale) for paragraph in paragraphs(said, recipient, locale, settings))
    return "\n\n".join([*body, settings.base_url.rstrip("/") + address_for(said, recipient), "-- \n" + ending]) + "\n"


def address_for(said: Notice, recipient: Recipient) -> str:
    """The path that the recipient can open: without an account, one’s personal link, which leads on after coming in."""
    if not _comes_by_link(said, recipient):
        return said.link
    return f"{recipient.way_in}?to={quote(said.link, safe='/')}"


def _comes_by_link(said: Notice, recipient: Recipient) -> bool:
    return bool(recipient.way_in) and not f"{said.link}/".startswith(_COMING_IN)


def paragraphs(said: Notice, recipient: Recipient, locale: Locale, settings: MailSettings) -> list[str]:
    """What the letter says in the language, the last paragraph telling who wrote it."""
    how = (
        msg("The link below is yours alone: do not pass it on. It leads to what this message is about."),
        msg("To come in you also need the code that is shown in the hall, or one that is sent to this address."),
    )
    ending = msg(
        "This message was sent by a register of declarations: %(organization)s."
        " It says nothing of what was declared; replies to it are not read.",
        organization=settings.organisation.get(locale.tag, ""),
    )
    return [
        say(sentence, locale, isolate=True)
        for sentence in (*said.body, *(how if _comes_by_link(said, recipient) else ()), ending)
    ]


def one_line(text: str) -> str:
    """The text without anything that could end a header line, shortened to what a header carries."""
    line = "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp", "Cs"} else letter for letter in text)
    return " ".join(line.split())[:_LONGEST_HEADER]


def _marked(text: str, locale: Locale) -> str:
    """Begin a line of a right-to-left language with its direction, so that a name in front does not turn it round."""
    return _RIGHT_TO_LEFT_MARK + text if locale.direction == "rtl" else text


def _address(name: str, email: str) -> Address:
    user, _, domain = email.rpartition("@")
    if not user or not domain or " " in email or one_line(email) != email:
        raise DeliveryError(Reason.ADDRESS)
    try:
        return Address(display_name=one_line(name), username=user, domain=domain.encode("idna").decode())
    except (ValueError, IndexError) as error:
        raise DeliveryError(Reason.ADDRESS) from error
