"""A great city's year made by chance: matters that walk the process table, loaded as rows that nobody can tell from real ones."""
