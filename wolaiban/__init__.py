"""我来办: complaints, disputes and requests, from the first word to closed."""

import os

# openpyxl takes defusedxml wherever it is installed, and then reads at half the pace. Here tools for development bring it,
# on a server nothing does: workbooks are read alike on both. What it refuses, expat (2.4.1 and later) bounds by itself.
os.environ.setdefault("OPENPYXL_DEFUSEDXML", "False")
