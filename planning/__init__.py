"""Services beside netops, one for each of the office's processes 1 to 4 and one for what they all read (registry)."""
