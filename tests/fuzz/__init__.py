"""Fuzzing of what reads bytes that student code wrote or caused: frames, notebooks, and the archive of answers.

There is one check for each reader. Two engines feed it: Hypothesis builds what is nearly valid and damages it; Atheris, guided
by the coverage of the reader's lines, changes bytes, and what Hypothesis chooses. ``make fuzz`` runs both for as long as
it is told; ``test_readers.py`` runs a few hundred inputs, the same each time, and everything that was ever found.
"""
