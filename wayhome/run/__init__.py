"""Everything that starts, stops and steers the processes of one bureau."""
