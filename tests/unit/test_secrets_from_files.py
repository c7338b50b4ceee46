"""No secret needs to stand in the environment: NAME_FILE names the file that holds NAME."""

from pathlib import Path

import pytest

from register.kernel.errors import NotConfigured
from register.settings import load


def test_a_setting_is_read_from_the_file_that_is_named(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("wörd with spaces\n", encoding="utf-8")
    assert load({"REGISTER_MAIL_PASSWORD_FILE": str(secret)}).mail.password == "wörd with spaces"
    both = {"REGISTER_MAIL_PASSWORD_FILE": str(secret), "REGISTER_MAIL_PASSWORD": "typed"}
    assert load(both).mail.password == "typed", "what is set itself counts"
    with pytest.raises(NotConfigured):
        load({"REGISTER_MAIL_PASSWORD_FILE": str(tmp_path / "none")})


@pytest.mark.parametrize(
    ("address", "full"),
    [
        ("postgresql://register_app@db/register", "postgresql://register_app:a%2Fb%40c@db/register"),
        ("postgresql://register_app:old@db/register", "postgresql://register_app:a%2Fb%40c@db/register"),
        (
            "postgresql://register_app@db1:5432,db2:5433/register?target_session_attrs=read-write",
            "postgresql://register_app:a%2Fb%40c@db1:5432,db2:5433/register?target_session_attrs=read-write",
        ),
    ],
)
def test_a_password_is_put_into_the_address_of_its_database(address: str, full: str) -> None:
    told = load({"DATABASE_URL": address, "DATABASE_PASSWORD": "a/b@c"})
    assert told.database_url == full
    assert load({"DATABASE_URL": address}).database_url == address


def test_the_files_of_keys_stay_with_the_rooms_that_check_who_may_read_them(tmp_path: Path) -> None:
    assert load({"REGISTER_MASTER_KEY_FILE": str(tmp_path / "none")}).is_embedded
