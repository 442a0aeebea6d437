"""The same class graded by nbgrader, by otter-grader and by us: submissions per second of each, and the ratios."""
