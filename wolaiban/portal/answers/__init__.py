"""Typical answers as everybody reads them."""
