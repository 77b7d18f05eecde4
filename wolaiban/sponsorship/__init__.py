"""Sponsored cases (包案): a leader who stands for a hard matter until it is over, and looks at it again and again."""
