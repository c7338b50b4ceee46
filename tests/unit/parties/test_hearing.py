"""A name is held against those that sound like it, never against all: none that is recognised may sound otherwise."""

import pytest

from declarations.parties.hearing import keys_of
from declarations.parties.matching import match
from tests.bench.matching import pairs

_MOST_KEYS = 32


def test_names_that_are_recognised_as_one_share_a_key() -> None:
    recognised = [(pair.one, pair.other) for pair in pairs() if match(pair.one, pair.other)]
    assert [(one, other) for one, other in recognised if keys_of(one).isdisjoint(keys_of(other))] == []
    assert len(recognised) > 150


def test_names_have_few_keys_and_different_names_few_in_common() -> None:
    names = {name for pair in pairs() for name in (pair.one, pair.other)}
    assert max(len(keys_of(name)) for name in names) <= _MOST_KEYS
    sharing = sum(
        not keys_of(one).isdisjoint(keys_of(other)) for one in sorted(names)[::7] for other in sorted(names)[3::7]
    )
    assert sharing < len(names) ** 2 / 49 * 0.03


@pytest.mark.parametrize("frequent", ["Ministry", "بنك", "International"])
def test_a_word_of_very_many_names_is_no_key_beside_one_that_tells(frequent: str) -> None:
    assert keys_of(f"{frequent} Kestrel").isdisjoint(keys_of(f"{frequent} Aurora"))


def test_nothing_is_heard_where_there_is_no_letter() -> None:
    assert keys_of(" –!? ") == frozenset()
