"""Comments below a proposal."""
