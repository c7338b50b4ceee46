"""Length counts, and that nobody else would think of it. Nothing else."""

import pytest

from register.access import passwords

GOOD = "quiet lantern over seven bridges"


def refused(password: str) -> bool:
    return passwords.fault(password, "amina.haddad@example.org", "Amina Haddad") is not None


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "vilgotrompetmaansteen",  # one case, no digit, no sign: no rule of composition
        "مصباح هادئ فوق سبعة جسور",
        "p9#Lw2!tVz8q",
    ],
)
def test_twelve_characters_that_nobody_shares_are_enough(password: str) -> None:
    assert not refused(password)


@pytest.mark.parametrize(
    "password",
    [
        "short words",
        "passwordpassword",  # leaked, repeated
        "password1234",  # leaked, with digits
        "P@ssw0rd1234",  # leaked, dressed up
        "123456789012",
        "qwertyuiopas",  # a row of keys
        "aaaaaaaaaaaaaaa",
        "            ",
        "AminaHaddad2026",  # the person's own name
        "amina.haddad@example.org",  # the person's own address
        "x" * 201,
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    assert refused(password)


def test_a_short_name_inside_a_long_phrase_is_no_fault() -> None:
    assert not refused("seventeen amina violet kites")


async def test_a_password_is_recognized_by_its_hash_only() -> None:
    stored = await passwords.hash_password(GOOD)
    assert stored.startswith("$argon2id$")
    assert await passwords.is_password(GOOD, stored)
    assert not await passwords.is_password(GOOD + " ", stored)


async def test_nobody_has_a_password() -> None:
    assert not await passwords.is_password("the password of nobody", None)


@pytest.mark.parametrize("stored", ["", "$argon2id$broken", "plain text"])
async def test_a_damaged_hash_lets_nobody_in(stored: str) -> None:
    assert not await passwords.is_password(GOOD, stored)


async def test_a_hash_of_another_cost_is_renewed() -> None:
    import msgspec

    from register.access import configure
    from tests.unit.access.conftest import CHEAP

    stored = await passwords.hash_password(GOOD)
    assert not passwords.is_outdated(stored)
    configure(msgspec.structs.replace(CHEAP, password_passes=2))
    assert passwords.is_outdated(stored)
