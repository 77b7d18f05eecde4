"""Certificates of hours, as anybody checks them."""
