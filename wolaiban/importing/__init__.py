"""Bringing in what other systems took in: a table of matters is understood first, then brought in row by row.

A room of its own, so that the command and the page read a file in the same way.
"""
