"""Use cases of the desk: one function, one transaction each."""
