"""Offering to help, on one's own phone."""
