"""Authorizations of outside activities: how long they are good for, and what ends them (ICSC 45–47)."""
