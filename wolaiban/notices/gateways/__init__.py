"""The ways out of the house, as the operator configured them."""
