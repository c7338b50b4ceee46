"""What only programs can do wrong."""

from register.kernel.errors import BadRequest
from register.kernel.i18n import msg


class IdempotencyKeyNeeded(BadRequest):
    """A create without a key: a repeated request could file twice."""

    code = "idempotency_key_needed"
    sentence = msg("Send a header Idempotency-Key of up to 200 visible characters, new for each declaration.")
