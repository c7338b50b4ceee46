"""A declaration keeps its kind: what asks for an authorization never becomes what is merely noted."""

from register.kernel.errors import OtherKind


def refuse_other_kind(kept: str, *named: str) -> None:
    """Raise OtherKind for what is named with another kind than the one that is kept."""
    if set(named) != {kept}:
        raise OtherKind
