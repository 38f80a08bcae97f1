"""Sealed envelopes, receipts and signed statements. Pure: no Django, no files, no clock. README.md tells the rest."""
