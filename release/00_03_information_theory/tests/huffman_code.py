# Generated from lessons/00_prerequisites/03_information_theory.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "huffman_code"
points = 6


@test_case()
def public_check(env):
    global words
    globals().update(env)
    words = huffman_code(torch.tensor([0.6, 0.3, 0.1], dtype=torch.float64))
    assert len(words) == 3, "one word for each outcome"
    assert all(isinstance(word, str) and set(word) <= {"0", "1"} for word in words), "words are strings of 0 and 1"
    assert len(set(words)) == 3, "no two outcomes have the same word"
    assert len(words[0]) < len(words[2]), "what is frequent has the shorter word"
