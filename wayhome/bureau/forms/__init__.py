"""What staff may type, and how it is read. Nothing typed here ever enters an address."""
