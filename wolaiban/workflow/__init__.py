"""The engine of every kind of subject with a life of its own: one way to take a step, one chain, one clock."""
