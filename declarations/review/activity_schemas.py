"""What programs send about an outside activity at the desk, and what they get."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from declarations.opinions.model import LONGEST_ACTIVITY, Opinion


class ConsultingIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The matter in a few words: all that the supervisor reads of the case beside the declarant's name."""

    activity: Annotated[str, Meta(max_length=LONGEST_ACTIVITY)]
    language: Literal["", "ar", "en", "fr", "es"] = ""
    """Of the words, where it is not the language of the request."""


class ReasonsIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why; the person reads it."""

    reasons: Annotated[str, Meta(max_length=2000)]


class OpinionOut(msgspec.Struct, frozen=True):
    """What a supervisor was asked, and the answer once there is one."""

    supervisor: str
    activity: str
    asked_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    stance: str | None
    """Of an activity `no_objection`, `objection` or `comment`; of pressure `no_threat`, `threat` or `cannot_tell`."""
    comment: str
    comment_language: str
    about: Literal["activity", "pressure"]
    """`pressure`: an instruction or pressure from outside."""
    ended_at: datetime | None
    """When it ended unanswered: with a new version, a decision, the withdrawal, or a question that took its place."""

    @classmethod
    def of(cls, found: Opinion) -> "OpinionOut":
        """The question as it was kept."""
        return cls(
            supervisor=found.supervisor,
            activity=found.words.activity,
            asked_at=found.asked_at,
            expires_at=found.expires_at,
            answered_at=found.answered_at,
            stance=found.stance.value if found.stance else None,
            comment=found.words.comment,
            comment_language=found.words.comment_language,
            about=found.words.about.value,
            ended_at=found.ended_at,
        )
