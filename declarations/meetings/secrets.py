"""Links and codes by which participants come in. What the secretary prints again is derived, never stored."""

import base64
from uuid import UUID

from declarations.meetings.model import Participant, Sitting
from register.access.tokens import digest, keyed

CODE_DIGITS = 6


def link_token(participant: UUID, turn: int) -> str:
    """The secret part of a personal link: it follows from the key of the installation, the participant and the turn."""
    return base64.urlsafe_b64encode(keyed("meeting link", str(participant), str(turn))).decode().rstrip("=")


def link_hash(participant: UUID, turn: int) -> bytes:
    """What is stored of it."""
    return digest(link_token(participant, turn))


def link_path(participant: Participant) -> str:
    """The path of a participant's link as it stands."""
    return f"/join/{link_token(participant.id, participant.link_turn)}"


def room_code(sitting: Sitting) -> str:
    """The code on the screen of the hall; another for each sitting and each turn."""
    found = keyed("room code", str(sitting.id), str(sitting.code_turn))
    return str(int.from_bytes(found[:8]) % 10**CODE_DIGITS).zfill(CODE_DIGITS)


def code_hash(participant: UUID, code: str) -> bytes:
    """What is stored of a code that was sent: keyed, since six digits are soon tried."""
    return keyed("mailed code", str(participant), code)
