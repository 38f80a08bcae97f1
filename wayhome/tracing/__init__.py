"""Families' questions: opened, read by two, answered as far as his wish allows, in dated letters that are true."""
