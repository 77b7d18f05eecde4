"""Bringing in what other systems took in: a table of matters, row by row."""
