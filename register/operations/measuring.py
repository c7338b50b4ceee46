"""Taking the figures: from the database now and then, from each round of background work as it ends."""

import time
from datetime import datetime

from register.kernel import clock
from register.operations import figures, store

EVERY_SECONDS = 15.0


async def measure() -> None:
    """Ask the database how much waits and for how long."""
    now, mail, sealing = clock.now(), await store.mail(), await store.sealing()
    figures.MAIL_WAITING.set(mail.waiting)
    figures.MAIL_GIVEN_UP.set(mail.given_up)
    figures.MAIL_AGE.set(_age(now, mail.oldest))
    figures.UNSEALED.set(sealing.unsealed)
    figures.UNSEALED_AGE.set(_age(now, sealing.since))
    figures.LAST_SEAL.set(sealing.last_seal.timestamp() if sealing.last_seal else 0)
    for status, number in (await store.open_cases()).items():
        figures.CASES.labels(status).set(number)


def _age(now: datetime, since: datetime | None) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def count_round(name: str, done: bool) -> None:  # noqa: FBT001 - `kernel.rounds.Observer`
    """Count a round of background work."""
    work = name.removeprefix("the ").replace(" ", "_")
    figures.ROUNDS.labels(work, "done" if done else "failed").inc()
    if done:
        figures.LAST_ROUND.labels(work).set(time.time())
