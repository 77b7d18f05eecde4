"""Bringing in a ledger from the browser: send, see what was understood, correct, bring in, take the result."""
