"""Drawing lots with balance: plain Python, without Django."""
