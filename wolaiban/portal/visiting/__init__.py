"""Booking a talk on a reception day, and moving or cancelling it with the slip."""
