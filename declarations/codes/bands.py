"""Value bands: from where to where each reaches, and what it is called."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from declarations.codes.adopted import held_library
from declarations.codes.engine import ABOVE, NOT_VALUED
from register.kernel.i18n import Message, msg, pmsg


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
    known = sorted(versions[0].value_bands) if versions else []
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


def known_bands() -> Sequence[str]:
    """Every band in which a declaration may stand, whatever its profile; lowest first, then `above`, `not_valued`."""
    upper = sorted({bound for known in _all_bounds() for bound in known})
    return [*(format(bound, "f") for bound in upper), ABOVE, NOT_VALUED]


def band_name(band: str) -> Message:
    """A band by itself, in the currency of whatever profile judged: as a list is filtered by it."""
    if band == NOT_VALUED:
        return pmsg("value band", "Not valued")
    if band == ABOVE:
        return pmsg("value band", "Above all bands")
    upper = Decimal(band)
    lower = {
        max((bound for bound in known if bound < upper), default=None) for known in _all_bounds() if upper in known
    }
    [only] = lower if len(lower) == 1 else {None}
    if only is None:
        return pmsg("value band", "Up to %(upper)s", upper=plain(upper))
    return pmsg("value band", "Above %(lower)s, up to %(upper)s", lower=plain(only), upper=plain(upper))


def _all_bounds() -> list[tuple[Decimal, ...]]:
    return [version.value_bands for profile in held_library().profiles.values() for version in profile.versions]
