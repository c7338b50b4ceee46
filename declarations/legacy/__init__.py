"""Registers that were kept before this one: read, understood and imported with every word as it was written."""
