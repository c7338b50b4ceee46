"""Counts of records that are closed to whoever counts them."""
