"""The process as data: stages, steps, questions, limits. Pure Python: no database, no HTTP."""
