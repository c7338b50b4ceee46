"""Disclosing against an item of the agenda, standing aside, the snapshot of a vote and the board of who answered."""
