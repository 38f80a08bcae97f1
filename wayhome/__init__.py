"""Wayhome: an information bureau for people captured in war and the families who look for them."""

__version__ = "0.1.0"
