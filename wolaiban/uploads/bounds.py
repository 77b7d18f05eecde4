"""How much the files of one request may cost. What is measured of it: docs/decisions/0080-dear-files.md."""

from __future__ import annotations

LARGEST_FILE = 10 * 1024 * 1024
MOST_OF_REQUEST = 120_000_000  # weighted pixels: nine photos of 12 megapixels, each a little too large

SECONDS_OF_FILE = 0.9  # of processor, with the start of the process that opens it
SECONDS_OF_REFUSED = 1.7  # once files that were refused have cost this, no further one is opened
MEMORY = 170_000_000  # of data; programs and libraries come on top, about 25 MB of them

PLACES = 2  # files are opened for so many requests at a time, in each of the web's processes
MOST_WAITING = 2  # and so many more wait for it; the other threads are for pages
LONGEST_WAIT = 20.0
LONGEST_FILE = 20.0  # by the clock on the wall, when the machine has better things to do
