"""The plainest Django + DRF view that files the same: parse, four bare inserts, answer. No rules, no history.

Only for `tests/bench/filing.py`; its libraries are installed beside the others by `make bench` and are no dependency.
"""

import json
import os
import uuid

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
            "NAME": "bare",
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

from django.core.wsgi import get_wsgi_application  # noqa: E402 - after the settings
from django.db import models, transaction  # noqa: E402 - after the settings
from django.urls import path  # noqa: E402 - after the settings
from rest_framework import serializers  # noqa: E402 - after the settings
from rest_framework.response import Response  # noqa: E402 - after the settings
from rest_framework.views import APIView  # noqa: E402 - after the settings


def _model(name: str) -> type[models.Model]:
    fields = {
        "__module__": __name__,
        "id": models.UUIDField(primary_key=True, default=uuid.uuid4),
        "at": models.DateTimeField(auto_now_add=True),
        "text": models.TextField(),
        "Meta": type("Meta", (), {"app_label": "rest_framework", "db_table": name}),
    }
    return type(name.title(), (models.Model,), fields)


DECLARATION, EVENT, OUTBOX, KEY = (
    _model(name) for name in ("bare_declaration", "bare_event", "bare_outbox", "bare_key")
)


class Filing(serializers.Serializer):  # type: ignore[misc]  # the library has no types
    """What is filed."""

    kind = serializers.CharField()
    facts = serializers.DictField()
    details = serializers.DictField()


class FilingView(APIView):  # type: ignore[misc]  # the library has no types
    """One transaction of four inserts."""

    def post(self, request):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 - the library has no types
        """File."""
        filing = Filing(data=request.data)
        filing.is_valid(raise_exception=True)
        with transaction.atomic():
            KEY.objects.create(text=request.headers.get("Idempotency-Key", ""))
            made = DECLARATION.objects.create(text=json.dumps(filing.validated_data))
            EVENT.objects.create(text="submitted")
            OUTBOX.objects.create(text="received")
        return Response({"id": made.id}, status=201)


urlpatterns = [path("api/v1/declarations", FilingView.as_view())]
application = get_wsgi_application()
