"""Accounts, sign-in, sessions, roles, and the one table of who may do what."""

from register.access.configuration import AccessSettings, configure

__all__ = ["AccessSettings", "configure"]
