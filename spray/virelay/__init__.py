"""ViRelAy's files, both ways: projects become explorers, results become projects, arrays become either."""
