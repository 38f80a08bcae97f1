"""The doors of the staff's site: fetch what this officer may see, call one action, turn our errors into words."""
