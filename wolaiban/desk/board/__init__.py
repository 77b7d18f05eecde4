"""The board: numbers per unit, each of which opens its cases."""
