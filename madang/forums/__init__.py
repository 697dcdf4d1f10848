"""공론장: questions under public discussion, what people say about them, and what came of it."""
