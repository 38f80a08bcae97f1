"""The staff's site."""
