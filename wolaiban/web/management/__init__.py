"""Commands of Django that are given otherwise here."""
