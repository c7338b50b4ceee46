"""Retention: what is kept for how long, and its recorded erasure."""
