"""Faults of ours: what grading a class must survive, and what it must leave behind then."""
