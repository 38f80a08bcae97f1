"""One settings module for each process; what they share stands in `base`."""
