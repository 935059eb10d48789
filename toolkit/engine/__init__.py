"""Running notebooks: one fresh kernel per report, never used twice."""
