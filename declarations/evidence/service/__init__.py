"""Use cases of evidence: one function, one transaction each."""
