"""Use cases of access: one function, one transaction (sign-in hashes between two, so that none waits for argon2)."""
