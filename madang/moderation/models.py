"""Reports, flags, decisions about what people wrote, and objections to them."""
