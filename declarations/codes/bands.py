"""Value bands: from where to where each reaches, and what it is called."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import zip_longest

import msgspec

from declarations.codes.adopted import held_library
from declarations.codes.engine import ABOVE, NOT_VALUED
from declarations.codes.model import Profile, ProfileVersion
from register.kernel.i18n import Message, msg, pmsg

_NONE = Decimal(0)


class Band(msgspec.Struct, frozen=True):
    """A value band with what it takes to say it: the profile whose bands these are, and the currency."""

    band: str
    regime: str
    profile_version: str
    currency: str | None


def bounds(band: Band) -> tuple[Decimal | None, Decimal | None]:
    """The bounds of a band, the lower one excluded: those of its profile version; None where it is open or unknown."""
    profile = held_library().profiles.get(band.regime)
    versions = [version for version in profile.versions if version.version == band.profile_version] if profile else []
    known = versions[0].band_edges if versions else ()
    if band.band == ABOVE:
        return (known[-1] if known else None), None
    upper = Decimal(band.band)
    return max((bound for bound in known if bound < upper), default=None), upper


def band_label(band: Band) -> Message:
    """A band as a reader wants it: from where to where, in which currency."""
    if band.band == NOT_VALUED or band.currency is None:
        return pmsg("value band", "Not valued")
    lower, upper = bounds(band)
    if lower is not None and upper is not None:
        return msg(
            "Above %(currency)s %(lower)s, up to %(upper)s",
            currency=band.currency,
            lower=plain(lower),
            upper=plain(upper),
        )
    if upper is not None:
        return msg("Up to %(currency)s %(upper)s", currency=band.currency, upper=plain(upper))
    if lower is not None:
        return msg("Above %(currency)s %(lower)s", currency=band.currency, lower=plain(lower))
    return pmsg("value band", "Above all bands")


def plain(number: Decimal) -> Decimal | int:
    """A whole number without decimals."""
    return int(number) if number == number.to_integral_value() else number


def known_bands(first: date | None = None, last: date | None = None) -> Sequence[str]:
    """Every band in which a declaration may stand, by the profiles in force in a period; lowest first, then `above`,
    `not_valued`.
    """
    profiles = held_library().profiles.values()
    versions = [version for profile in profiles for version in _in_force(profile, first, last)]
    upper = {bound for version in versions for bound in version.band_edges}
    return [*(format(bound, "f") for bound in sorted(upper)), ABOVE, NOT_VALUED]


def _in_force(profile: Profile, first: date | None, last: date | None) -> Iterator[ProfileVersion]:
    """The versions that judge what happened in a period; the earliest one judges whatever came before it."""
    for version, following in zip_longest(profile.versions, profile.versions[1:]):
        begins = version is profile.versions[0] or last is None or version.effective_from <= last
        if begins and (following is None or first is None or following.effective_from > first):
            yield version


def band_name(band: str) -> Message:
    """A band by itself, in the currency of whatever profile judged: as a list is filtered by it."""
    if band == NOT_VALUED:
        return pmsg("value band", "Not valued")
    if band == ABOVE:
        return pmsg("value band", "Above all bands")
    upper = Decimal(band)
    lower = sorted({max((bound for bound in known if bound < upper), default=_NONE) for known in _edges_with(upper)})
    if not lower or lower == [_NONE]:
        return pmsg("value band", "Up to %(upper)s", upper=plain(upper))
    from_where = " / ".join(str(plain(bound)) for bound in lower) if len(lower) > 1 else plain(lower[0])
    return pmsg("value band", "Above %(lower)s, up to %(upper)s", lower=from_where, upper=plain(upper))


def _edges_with(upper: Decimal) -> list[tuple[Decimal, ...]]:
    every = [version for profile in held_library().profiles.values() for version in profile.versions]
    return [version.band_edges for version in every if upper in version.band_edges]
