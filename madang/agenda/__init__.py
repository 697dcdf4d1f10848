"""의제: candidates, the panel that is drawn, and its meetings."""
