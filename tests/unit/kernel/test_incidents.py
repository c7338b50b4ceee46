"""A log says where something failed and never what somebody had written."""

import asyncio
import logging

import asyncpg
import pytest

from register.kernel.incidents import described
from register.kernel.rounds import every

SAID = "a falcon of silver"


def read() -> None:
    raise KeyError(SAID)


def keep() -> None:
    try:
        read()
    except KeyError as cause:
        raise asyncpg.CheckViolationError(SAID) from cause


def raised() -> Exception:
    with pytest.raises(asyncpg.CheckViolationError) as caught:
        keep()
    return caught.value


def test_an_incident_names_kinds_and_places_only() -> None:
    told = described(raised())
    assert told.startswith("CheckViolationError from KeyError at ")
    assert "test_incidents.py" in told
    assert SAID not in told


async def test_work_in_the_background_fails_without_a_word_of_what_it_held(caplog: pytest.LogCaptureFixture) -> None:
    tried = asyncio.Event()

    async def work() -> None:
        tried.set()
        raise raised()

    with caplog.at_level(logging.DEBUG):
        loop = asyncio.create_task(every(60, work, "the clearing of drafts"))
        await tried.wait()
        await asyncio.sleep(0)
        loop.cancel()
    assert "the clearing of drafts failed" in caplog.text
    assert "CheckViolationError" in caplog.text, "the control: where to look is said"
    assert SAID not in caplog.text
