"""What pictures, papers and recordings are refused with."""


class Uncleanable(Exception):
    """Why a file cannot be cleaned, in words for whoever sent it."""
