"""Typical answers: write one after a closed case, have it released by somebody else, take it back."""
