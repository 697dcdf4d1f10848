"""실행: what the institution carries out, and how it reports on it."""
