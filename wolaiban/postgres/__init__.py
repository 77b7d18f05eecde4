"""wolaiban's own PostgreSQL: found, laid out, kept running and shared by every process of one data directory.

Read in this order: `binaries` (which PostgreSQL), `place` (where its files lie), `cluster` (made once), `postmaster`
(one run of the server), `keeper` (the process that keeps it running), `joining` (what a command does).
Nothing here imports Django. Why not the wheel's own Python API: docs/decisions/0002-private-postgresql.md
"""
