"""Officers and what they may do, keys and sealed records, how long things are kept."""
