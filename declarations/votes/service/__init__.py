"""Use cases of disclosures and votes: one function, one transaction each."""
