"""Bringing in the list of staff: who works where, in which post, from when."""
