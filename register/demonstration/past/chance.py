"""Chance with a seed: the same seed, the same history."""

import random

SEED = "Organization for Shared Waters"


def chance(*of: object) -> random.Random:
    """Chance of its own for each thing that is made by it."""
    return random.Random(f"{SEED} {of}")  # noqa: S311 - it decides what fictitious people did, and protects nothing
