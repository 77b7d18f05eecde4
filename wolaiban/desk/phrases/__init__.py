"""The page on which phrases are kept."""
