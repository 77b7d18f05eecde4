"""What calendar programs read: somebody's own shifts, under an address that they made."""
