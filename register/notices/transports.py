"""How letters leave: over SMTP, or, in the demonstration, not at all."""

import contextlib
import ssl
from collections.abc import AsyncIterator, Iterator
from email.message import EmailMessage
from typing import Protocol

import aiosmtplib
import msgspec

from register.notices.errors import DeliveryError, Reason


class Session(Protocol):
    """An open way out for a few letters."""

    async def send(self, letter: EmailMessage) -> None:
        """Hand a letter over; DeliveryError when it was not taken."""
        ...


class Transport(Protocol):
    """A way out. `keeps` says that what was sent stays readable in the database."""

    @property
    def keeps(self) -> bool:
        """Whether what was sent stays."""
        ...

    def session(self) -> contextlib.AbstractAsyncContextManager[Session]:
        """Open it; DeliveryError when that fails."""
        ...


class DemonstrationTransport:
    """Sends nothing: the page of what would have been mailed shows it."""

    keeps = True

    @contextlib.asynccontextmanager
    async def session(self) -> AsyncIterator[Session]:
        """Always open."""
        yield self

    async def send(self, letter: EmailMessage) -> None:
        """Nothing leaves; that it was written in full is all that a demonstration can show."""
        letter.as_bytes()


class SmtpServer(msgspec.Struct, frozen=True):
    """Where the mail server is and how to speak to it: `security` none, starttls or tls, with checked certificates."""

    host: str
    port: int
    security: str = "starttls"
    user: str = ""
    password: str = ""
    timeout: float = 20.0


class SmtpTransport:
    """Delivers to a mail server, one connection for a batch."""

    keeps = False

    def __init__(self, server: SmtpServer, certificates: ssl.SSLContext | None = None) -> None:
        if server.security not in {"none", "starttls", "tls"}:
            raise ValueError("mail security is none, starttls or tls")
        if server.user and server.security == "none":
            raise ValueError("a password is not sent to the mail server without encryption")
        self._server = server
        self._certificates = certificates

    @contextlib.asynccontextmanager
    async def session(self) -> AsyncIterator[Session]:
        """Connect, encrypt and sign in."""
        server = self._server
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            username=server.user or None,
            password=server.password or None,
            timeout=server.timeout,
            tls_context=self._certificates,
        )
        try:
            with _as_delivery_error():
                await client.connect()
            yield _SmtpSession(client)
        finally:
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await client.quit(timeout=2)
            client.close()


class _SmtpSession:
    def __init__(self, client: aiosmtplib.SMTP) -> None:
        self._client = client

    async def send(self, letter: EmailMessage) -> None:
        with _as_delivery_error():
            await self._client.send_message(letter)


@contextlib.contextmanager
def _as_delivery_error() -> Iterator[None]:
    try:
        yield
    except (aiosmtplib.SMTPException, ssl.SSLError, OSError, UnicodeError, ValueError) as error:
        raise _delivery_error(error) from error


def _delivery_error(error: Exception) -> DeliveryError:
    """What went wrong, in our words; of the server's words only the three digits are kept."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return DeliveryError(Reason.RECIPIENT, error.recipients[0].code)
    if isinstance(error, aiosmtplib.SMTPResponseException):
        found = (reason for kind, reason in _BY_ANSWER.items() if isinstance(error, kind))
        return DeliveryError(next(found, Reason.REFUSED), error.code)
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError) or "STARTTLS" in str(error).upper():
        return DeliveryError(Reason.SECURITY)
    unsayable = isinstance(error, aiosmtplib.SMTPNotSupported | ValueError)
    return DeliveryError(Reason.ADDRESS if unsayable else Reason.CONNECTION)


_BY_ANSWER: dict[type[Exception], Reason] = {
    aiosmtplib.SMTPAuthenticationError: Reason.SIGN_IN,
    aiosmtplib.SMTPSenderRefused: Reason.SENDER,
    aiosmtplib.SMTPConnectResponseError: Reason.CONNECTION,
    aiosmtplib.SMTPHeloError: Reason.CONNECTION,
}
