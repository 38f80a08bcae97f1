"""People held: who they are (Art. 122), where they stand, what they wish; and how lists become people."""
