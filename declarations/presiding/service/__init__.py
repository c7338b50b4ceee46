"""Use cases of the presiding officer: one function, one transaction each."""
