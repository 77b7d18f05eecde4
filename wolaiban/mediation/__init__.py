"""Conferences about cases: who sits together, what was agreed on each, who owes what until when."""
