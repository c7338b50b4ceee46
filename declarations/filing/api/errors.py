"""What only programs can do wrong."""

from register.access.guards import AnyRequest
from register.kernel.errors import BadRequest
from register.kernel.i18n import msg


class IdempotencyKeyNeeded(BadRequest):
    """A create without a key: a repeated request could file twice."""

    code = "idempotency_key_needed"
    sentence = msg("Send a header Idempotency-Key of up to 200 visible characters, new for each declaration.")


_LONGEST_KEY = 200


def idempotency_key(request: AnyRequest) -> str:
    """The key of a create. Raises IdempotencyKeyNeeded."""
    key = request.headers.get("idempotency-key", "").strip()
    if not key or len(key) > _LONGEST_KEY or not key.isprintable():
        raise IdempotencyKeyNeeded
    return key
