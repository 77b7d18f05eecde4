"""How long things are kept: rooms say what they keep only for a time, and each night what is older is forgotten."""
