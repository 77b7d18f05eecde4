"""Associates (队员): volunteers, captains, mediators, experts. They claim what they look after; nobody assigns them."""
