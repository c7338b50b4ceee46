"""Meetings: their sittings, agenda, delegations and participants, and how participants come in without an account."""
