"""Use cases of meetings: one function, one transaction each."""
