"""Cases: what was reported, where it stands, who must act, and every event on the way."""
