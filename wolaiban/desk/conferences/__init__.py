"""Conferences at the desk: propose one from a case, call it, take its minutes, follow its tasks."""
