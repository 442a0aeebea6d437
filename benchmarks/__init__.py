"""Side-by-side measurements against nbgrader and otter-grader, and where our own time goes."""
