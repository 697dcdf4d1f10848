"""운영 계획: a year's goals, projects and who does what; the todos that come of them and of the procedure; the reports on it."""
