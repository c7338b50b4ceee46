"""Use cases of opinions: one function, one transaction each."""
