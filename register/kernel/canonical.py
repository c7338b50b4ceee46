"""One byte form for one meaning, so that digests can be repeated years later."""

from typing import Any

import msgspec

_encoder = msgspec.json.Encoder(order="sorted", decimal_format="string", uuid_format="canonical")


def canonical_json(value: Any) -> bytes:
    """JSON with sorted keys and no spaces, in UTF-8; Decimal as its own text, dates and times as ISO 8601.

    Amounts are Decimal, never float: a float has no one text, and NaN would silently become null.
    """
    return _encoder.encode(value)
