"""How much the files of one request may cost. What is measured of it: docs/decisions/0080-dear-files.md."""

from __future__ import annotations

LARGEST_FILE = 10 * 1024 * 1024
MOST_OF_REQUEST = (
    170_000_000  # of weight: nine HEIC photos of 12 megapixels and 2.8 MB, twice as many of JPEG
)

SECONDS_OF_FILE = (
    1.8  # of processor, with the start of the process that opens it: twice the dearest that is kept
)
SECONDS_OF_REQUEST = (
    1.8  # once refused files, recordings and papers have cost this, no further file is opened
)
MEMORY = 170_000_000  # of data; programs and libraries come on top, about 25 MB of them

PLACES = 2  # files are opened for so many requests at a time, in each of the web's processes
MOST_WAITING = 2  # and so many more wait for it; the other threads are for pages
LONGEST_WAIT = 20.0
LONGEST_FILE = 60.0  # by the clock on the wall: so late is a busy machine, and no fault of the file
