"""Mail over encryption: the certificate is checked, the password goes only through it, and a refusal has its reason."""

import datetime as dt
import ssl
from pathlib import Path

import asyncpg
import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from register import vault
from register.notices.mailer import Mailer
from register.notices.transports import SmtpServer, SmtpTransport
from tests.databases import Database
from tests.db.mailing import SETTINGS, Mailbox, mail_server, somebody
from tests.db.test_notices import told

PASSWORD = b"correct"


@pytest.fixture(autouse=True)
def keys() -> None:
    vault.configure(vault.Keyring([vault.MasterKey(b"m" * 32)]))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine that nobody else vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(key.private_bytes(*form) + made.public_bytes(serialization.Encoding.PEM))
    return path


def known(_server: object, _session: object, _envelope: object, _mechanism: str, data: LoginPassword) -> AuthResult:
    return AuthResult(success=data.password == PASSWORD, handled=False)


@pytest.mark.parametrize(
    ("trusted", "password", "outcome"),
    [
        (True, "correct", None),
        (True, "wrong", "sign_in:535"),
        (False, "correct", "security"),
    ],
    ids=["trusted and signed in", "a wrong password", "a certificate that nobody vouches for"],
)
async def test_mail_leaves_only_through_a_trusted_connection(
    database: Database,
    superuser: asyncpg.Connection,
    certificate: Path,
    trusted: bool,
    password: str,
    outcome: str | None,
) -> None:
    served = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    served.load_cert_chain(certificate)
    trust = ssl.create_default_context(cafile=str(certificate) if trusted else None)
    mailbox = Mailbox()
    await told(await somebody("amina@waters.example"))
    options = {"tls_context": served, "require_starttls": True, "authenticator": known, "auth_require_tls": True}
    async with mail_server(mailbox, **options) as plain:
        server = SmtpServer("localhost", plain.port, "starttls", "register", password, timeout=2.0)
        await Mailer(SmtpTransport(server, trust), SETTINGS).send_due()
    row = await superuser.fetchrow("select last_error, sent_at is not null as sent from outbox")
    assert row is not None
    assert (row["last_error"], row["sent"], len(mailbox.letters)) == (outcome, outcome is None, int(outcome is None))
