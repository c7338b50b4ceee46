"""Every error the register speaks of. Each has a stable code, an HTTP status and a sentence for a person.

RegisterError
├── BadRequest                400  bytes that are not text, ids that are not ids
├── NotSignedIn               401  no session and no token
├── CsrfFailed                403  a form that did not come from our own page
├── InsufficientScope         403  a key that was not made for this
├── NotFound                  404  not there, or not for this person: the answer is the same
├── Conflict                  409
│   ├── Stale                 409  somebody changed it since it was read
│   ├── MailedCodeNeeded      409  what only its reader may see, from a session that the code of a hall opened
│   ├── TransitionRefused     409  the workflow has no such step from here
│   ├── OtherKind             409  a new version or a renewal of another kind than what it goes on from
│   └── IdempotencyMismatch   409  the same key with another request
├── TooLarge                  413
├── Invalid                   422  what was typed, by field
├── PreconditionRequired      428  a change that does not say which state it was decided on
├── TooManyRequests           429
├── DatabaseUnavailable       503  every face of a lost database
└── NotConfigured             500  the installation lacks something it needs; said at start, never to a visitor

Raised inside a transaction, each of them rolls it back.
"""

from collections.abc import Iterable
from typing import ClassVar

import msgspec

from register.kernel.i18n import Message, msg


class FieldError(msgspec.Struct, frozen=True):
    """One thing wrong with one field: its name in the form or in the API, and what to write instead."""

    name: str
    message: Message


class RegisterError(Exception):
    """The root: a code that never changes, an HTTP status, a translatable sentence, faults by field."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500
    sentence: ClassVar[Message] = msg("Something went wrong. Nothing was changed.")

    def __init__(self, message: Message | None = None, fields: Iterable[FieldError] = ()) -> None:
        self.message = message or self.sentence
        self.fields = tuple(fields)
        super().__init__(self.code)


class BadRequest(RegisterError):
    """The request cannot be read."""

    code = "bad_request"
    status = 400
    sentence = msg("The request could not be read. Nothing was changed.")


class NotSignedIn(RegisterError):
    """No session and no token."""

    code = "not_signed_in"
    status = 401
    sentence = msg("Sign in to continue.")


class CsrfFailed(RegisterError):
    """The form did not come from our own page, or the session behind it has ended."""

    code = "csrf_failed"
    status = 403
    sentence = msg("This form is no longer valid. Open the page again and send it once more.")


class InsufficientScope(RegisterError):
    """The key was made for other things; its owner may do this (RFC 6750, 3.1)."""

    code = "insufficient_scope"
    status = 403
    sentence = msg("This key was not made for that. Make a key with the scope that the program needs.")


class NotFound(RegisterError):
    """Not there, or not for this person; the two are never told apart."""

    code = "not_found"
    status = 404
    sentence = msg("This page does not exist, or it is not open to you.")


class Conflict(RegisterError):
    """The request does not fit the present state."""

    code = "conflict"
    status = 409
    sentence = msg("This cannot be done now. Nothing was changed.")


class Stale(Conflict):
    """Somebody changed the record since it was read."""

    code = "stale"
    sentence = msg("Somebody changed this record after you opened it. Read the new state, then act again.")


class MailedCodeNeeded(Conflict):
    """What is meant for one person alone was asked for from a session that a code for everybody opened."""

    code = "mailed_code_needed"
    sentence = msg("To read this, come in with the code sent by e-mail.")


class TransitionRefused(Conflict):
    """The workflow has no such step from the present status."""

    code = "transition_refused"
    sentence = msg("This step is not possible in the present status of the declaration.")


class OtherKind(Conflict):
    """A new version, or a renewal, is of another kind than the declaration it goes on from: other rules judge that."""

    code = "other_kind"
    sentence = msg("A declaration keeps its kind. To declare something of another kind, file a new declaration.")


class IdempotencyMismatch(Conflict):
    """The same idempotency key came with another request."""

    code = "idempotency_mismatch"
    sentence = msg("This idempotency key was already used for another request.")


class TooLarge(RegisterError):
    """More bytes than the limit for this request."""

    code = "too_large"
    status = 413
    sentence = msg("What was sent is too large. Nothing was changed.")


class Invalid(RegisterError):
    """What was typed cannot be accepted; `fields` names each fault."""

    code = "invalid"
    status = 422
    sentence = msg("Some answers need to be corrected.")


class PreconditionRequired(RegisterError):
    """A change of a record that does not say which state of it was read."""

    code = "precondition_required"
    status = 428
    sentence = msg("Send the header If-Match with the ETag of the state that you have read.")


class TooManyRequests(RegisterError):
    """A rate limit was reached; `retry_after` in seconds."""

    code = "too_many_requests"
    status = 429
    sentence = msg("Too many requests were made. Wait a little, then try again.")

    def __init__(self, message: Message | None = None, *, retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class DatabaseUnavailable(RegisterError):
    """The database cannot be reached just now; whether the last step was kept is not known."""

    code = "database_unavailable"
    status = 503
    sentence = msg("The register is restarting. Try again in a moment; what you typed is still on your screen.")


class NotConfigured(RegisterError):
    """The installation lacks something it needs; the command line says it in one line."""

    code = "not_configured"
    sentence = msg("The register is not fully configured.")

    def __init__(self, message: Message) -> None:
        super().__init__(message)
