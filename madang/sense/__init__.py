"""Making sense of what many people said: mathematics and text, plain Python, without Django."""
