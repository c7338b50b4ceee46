"""A bare Django + DRF view that keeps the same rows: parse, insert into the same four tables, answer. Nothing else.

No rules, no encryption, no row security, no session, no history that could be verified. Only for
`tests/bench/filing.py`; its libraries are installed by `make bench` beside the others and are no dependency.
"""

import os
import secrets
import uuid
from typing import Any

import django
from django.conf import settings

settings.configure(
    DEBUG=False,
    SECRET_KEY="bench",
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "register",
            "USER": "postgres",
            "HOST": os.environ.get("BARE_HOST", ""),
            "CONN_MAX_AGE": None,
        }
    },
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],  # which states the length of an answer
    INSTALLED_APPS=["rest_framework"],
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": [],
        "UNAUTHENTICATED_USER": None,
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    },
    USE_TZ=True,
)
django.setup()

from django.contrib.postgres.fields import ArrayField  # noqa: E402 - after the settings
from django.core.wsgi import get_wsgi_application  # noqa: E402 - after the settings
from django.db import connection, models, transaction  # noqa: E402 - after the settings
from django.urls import path  # noqa: E402 - after the settings
from rest_framework import serializers  # noqa: E402 - after the settings
from rest_framework.response import Response  # noqa: E402 - after the settings
from rest_framework.views import APIView  # noqa: E402 - after the settings

_FIELDS: dict[str, Any] = {
    "uuid": models.UUIDField,
    "text": models.TextField,
    "character varying": models.TextField,
    "timestamp with time zone": models.DateTimeField,
    "date": models.DateField,
    "numeric": lambda **given: models.DecimalField(max_digits=40, decimal_places=10, **given),
    "integer": models.IntegerField,
    "bigint": models.BigIntegerField,
    "smallint": models.SmallIntegerField,
    "boolean": models.BooleanField,
    "bytea": models.BinaryField,
    "ARRAY": lambda **given: ArrayField(models.TextField(), **given),
}
_KEYS = {"idempotency": "id", "declaration": "id", "event": "stream", "outbox": "id"}


def _table(name: str) -> tuple[type[models.Model], dict[str, Any]]:
    """A model of the table as it is, and a row of it as the pattern of the next ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select column_name, data_type from information_schema.columns where table_name = %s"
            " and data_type <> 'xid8' and is_generated = 'NEVER' order by ordinal_position",
            [name],
        )
        columns = dict(cursor.fetchall())
        cursor.execute(f'select {", ".join(columns)} from "{name}" limit 1')
        row = cursor.fetchone()
    assert row, f"the table {name} needs a row as a pattern"
    fields = {
        column: _FIELDS[kind](**({"primary_key": True} if column == _KEYS[name] else {"null": True}))
        for column, kind in columns.items()
    }
    meta = type("Meta", (), {"app_label": "rest_framework", "db_table": name, "managed": False})
    model = type(f"Bare{name.title()}", (models.Model,), {"__module__": __name__, "Meta": meta, **fields})
    return model, dict(zip(columns, row, strict=True))


_TABLES = {name: _table(name) for name in _KEYS}
connection.close()  # gunicorn forks after this


class Filing(serializers.Serializer):
    """What is filed."""

    kind = serializers.CharField(required=False)
    facts = serializers.DictField()
    details = serializers.DictField()


class FilingView(APIView):
    """One transaction of four inserts."""

    def post(self, request: Any) -> Any:
        """File."""
        Filing(data=request.data).is_valid(raise_exception=True)
        made = uuid.uuid4()
        own = {
            "idempotency": {"id": uuid.uuid4(), "key_hash": secrets.token_bytes(32), "made": made},
            "declaration": {"id": made, "reference": f"D-{secrets.token_hex(4)}"},
            "event": {"stream": made},
            "outbox": {"id": uuid.uuid4()},
        }
        with transaction.atomic():
            for name, (model, pattern) in _TABLES.items():
                model(**pattern | own[name]).save(force_insert=True)
        return Response({"id": made}, status=201)


urlpatterns = [path("api/v1/declarations", FilingView.as_view())]
application = get_wsgi_application()
