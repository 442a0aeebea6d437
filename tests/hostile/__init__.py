"""One small notebook for each known attack on a grader, shown to be real where nothing stops it, and to fail here."""
