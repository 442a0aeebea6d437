"""A lesson is read whole, or refused with the file and the line."""

import pytest

from autograder.errors import CourseError, LessonError
from autograder.lessons import Kind, parse_lesson
from autograder.lessons.parse import parse_text


def test_cells_and_exercises(lesson):
    assert lesson.assignment == "00_01_small"
    assert lesson.title == "Small sums"
    assert lesson.images == ("line.svg",)
    kinds = [cell.kind for cell in lesson.cells]
    assert kinds == [
        Kind.TEXT, Kind.GIVEN, Kind.TASK, Kind.EXERCISE, Kind.PUBLIC_TEST, Kind.HINT, Kind.DEMO,
        Kind.TEXT, Kind.EXERCISE, Kind.PUBLIC_TEST, Kind.GIVEN, Kind.WRITTEN,
    ]  # fmt: skip
    total, mean, why = lesson.exercises
    assert (total.name, total.points, total.difficulty, total.minutes, total.needs) == ("total", 2, 1, 5, ())
    assert (mean.points, mean.needs, mean.manual) == (1.5, ("total",), False)
    assert (why.name, why.points, why.manual) == ("why_mean", 3, True)


def test_text_is_what_the_file_says(lesson, lesson_path):
    lines = lesson_path.read_text().split("\n")
    for cell in lesson.cells:
        first = cell.source.split("\n")[0]
        assert lines[cell.source_line - 1].endswith(first)
        assert lines[cell.line - 1].startswith("# %%")
    assert lesson.cells[1].source == "import math\n\n# cat the numbers\nNUMBERS = [3, 1, 2]"
    assert lesson.cells[0].source.split("\n")[:3] == ["# Small sums", "", "A picture of $y = x$:"]


SLIPS = [
    # (what to replace, by what, the text of the line that is blamed, what the message says)
    ("points=2 ", "points=six ", "points=six", '`points=six`: the value is a number, a "text"'),
    ("points=2 ", 'points="six" ', 'points="six"', "`points`: "),
    ("points=2 ", "points=0 ", "points=0", "greater than 0"),
    ("points=2 ", "points=NaN ", "points=NaN", "got nan"),
    ("points=2 ", "points=true ", "points=true", "`points`"),
    ("points=2 ", "", 'exercise="total"', "`points` is missing"),
    ("points=2 ", "points=2 points=3 ", 'exercise="total"', "stands twice"),
    ("points=2 ", "points=2,", 'exercise="total"', "a blank is missing"),
    ("points=2 ", "points = 2 ", 'exercise="total"', "expected key=value"),
    ("points=2 ", "pionts=2 points=2 ", 'exercise="total"', "`pionts` is no cell metadata here"),
    ("difficulty=1", "difficulty=9", "difficulty=9", "less than or equal to 5"),
    ('exercise="total"', 'exercise="to-tal"', 'exercise="to-tal"', "'to-tal' is no name"),
    ('exercise="total"', 'exercise="class"', 'exercise="class"', "keeps for itself"),
    ('exercise="total"', 'exercise="fork"', 'exercise="fork"', "keeps for itself"),
    ('exercise="total"', 'exercise="sum_up"', 'exercise="sum_up"', "does not define `sum_up`"),
    ('exercise="mean"', 'exercise="total"', 'exercise="total" points=1.5', "does not define `total`"),
    ('public_test="mean"', 'public_test="median"', 'public_test="median"', "no exercise 'median'"),
    ('public_test="mean"', 'public_test="total"', '"total"\nassert mean', "a second public test of 'total'"),
    ('# %% public_test="mean"', "# %%", 'exercise="mean"', "'mean' has no public test"),
    ('public_test="mean"', 'public_test="why_mean"', 'public_test="why_mean"', "follows the code cell"),
    ('hint="total"', 'hint="sums"', 'hint="sums"', "no exercise 'sums'"),
    ('task="total"', 'task="sums"', 'task="sums"', "no exercise 'sums'"),
    ("minutes=5 needs=[]", "minutes=5 needs=[] seconds=30", 'exercise="total"', 'its budget: "30 seconds"'),
    ("minutes=5 needs=[]", "minutes=5 needs=[] memory_mib=512", 'exercise="total"', 'its budget: "512 MiB"'),
    ("minutes=5 needs=[]", "minutes=5 needs=[] seconds=0", "seconds=0", "greater than 0"),
    ('needs=["total"]', 'needs=["sums"]', 'needs=["sums"]', "'sums' is no earlier exercise"),
    ("minutes=5 needs=[]", 'minutes=5 needs=["mean"]', 'needs=["mean"]', "'mean' is no earlier exercise"),
    ('needs=["total"]', 'needs="total"', 'needs="total"', "`needs`"),
    ('tags=["demo"]', 'tags=["dmo"]', 'tags=["dmo"]', "`tags`"),
    ('tags=["demo"]', 'colour="red"', 'colour="red"', "`colour` is no cell metadata"),
    ('tags=["demo"]', 'tags=["demo"] public_test="total"', 'tags=["demo"] public', "one thing only"),
    ("# %% [markdown] hint", "# %% hint", "# %% hint", "begins with `# %% [markdown]"),
    ('# %% exercise="mean"', '# %% [markdown] exercise="mean"', 'exercise="mean"', "without [markdown]"),
    ("# %% [markdown]\n# Now", "# %% [md]\n# Now", "# %% [md]", "not [md]"),
    ("# %% [markdown]\n# Now", "#%% [markdown]\n# Now", "#%% [markdown]", "looks like a cell marker"),
    ("# %% [markdown]\n# Now", "# %% title [markdown]\n# Now", "# %% title", "expected key=value"),
    ("    accumulated", "    # %% accumulated", "    # %% accumulated", "looks like a cell marker"),
    ("# Now the mean.", "Now the mean.", "Now the mean.", "begins with `# `"),
    ("# Now the mean.", "#", "# %% [markdown]\n#", "the cell is empty"),
    ("# # Small sums", "# Small sums", "# %% [markdown]\n# Small", "`# Title`"),
    ("    ### BEGIN SOLUTION\n    acc", "    acc", "    ### END SOLUTION", "without its beginning"),
    ("    return accumulated\n    ### END SOLUTION", "    return accumulated", "    ### BEGIN SOLUTION\n    acc",
     "without `### END SOLUTION`"),
    ("    ### BEGIN SOLUTION\n    acc", "    ## BEGIN SOLUTION\n    acc", "    ## BEGIN", "looks like a region"),
    ("    accumulated = ", "    ### BEGIN SOLUTION\n    accumulated = ", "    ### BEGIN SOLUTION\n    acc",
     "inside the region"),
    ("    ### BEGIN SOLUTION\n    return total(numbers) / len(numbers)\n    ### END SOLUTION", "    return 1",
     'exercise="mean"', "an exercise has a solution"),
    ("NUMBERS = [3", "### BEGIN SOLUTION\nx = 1\n### END SOLUTION\nNUMBERS = [3", "### BEGIN SOLUTION\nx",
     "no exercise"),
    ('    """The mean of a list of numbers."""\n', "", "def mean", "no docstring"),
    ("def mean", "def average", 'exercise="mean"', "does not define `mean`"),
    ("    ### BEGIN SOLUTION\n    acc", "    if True:\n    ### BEGIN SOLUTION\n        acc", 'exercise="total"',
     "without its solution the cell does not parse"),
    ("NUMBERS = [3, 1, 2]", "NUMBERS = [3, 1, 2", "NUMBERS = [3, 1, 2", "does not parse"),
    ("NUMBERS = [3, 1, 2]", "%matplotlib inline", "%matplotlib inline", "does not parse"),
    ("NUMBERS = [3, 1, 2]", "### AUTOTEST NUMBERS", "### AUTOTEST", "AUTOTEST"),
    ("images/line.svg", "images/lime.svg", "images/lime.svg", "there is no images/01_small/lime.svg"),
    ("images/line.svg", "../secret.svg", "../secret.svg", "not in `images/`"),
    ("![a line](images/line.svg)", '<img src="images/lime.svg">', "images/lime.svg", "there is no images"),
    ("# $s = \\sum_i x_i$", "#", 'hint="total"', "a step of the hint is empty"),
    ("# ### BEGIN MARK SCHEME", "#", "# ### END MARK SCHEME", "without its beginning"),
    ("# ### BEGIN MARK SCHEME\n# One point for the derivative, two for convexity.\n# ### END MARK SCHEME\n", "",
     'written="why_mean"', "one model answer, then one mark scheme"),
    ("# One point for the derivative, two for convexity.\n", "", "# ### BEGIN MARK SCHEME", "the region is empty"),
    ("# ### END MARK SCHEME", '# ### END MARK SCHEME\n\n# %% public_test="why_mean"\nassert True',
     'public_test="why_mean"', "follows the code cell"),
    ("# ### END MARK SCHEME",
     '# ### END MARK SCHEME\n\n# %% exercise="last" points=1 difficulty=1 minutes=1 needs=["why_mean"]\n'
     "### BEGIN SOLUTION\nlast = 1\n### END SOLUTION",
     'needs=["why_mean"]', "no earlier exercise"),
    ("    return accumulated\n", "    return accumulated\r\n", "    return accumulated", "carriage return"),
    ("# %%\nimport math", 'x = """\n# %%\nimport math', 'x = """', "begins with `# `"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "blamed", "problem"), SLIPS, ids=[slip[1][:40] for slip in SLIPS])
def test_a_slip_names_its_line(lesson_path, old, new, blamed, problem):
    text = lesson_path.read_text()
    assert text.count(old) >= 1
    text = text.replace(old, new, 1)
    lesson_path.write_bytes(text.encode())
    with pytest.raises(LessonError) as caught:
        parse_lesson(lesson_path)
    assert problem in caught.value.problem
    assert caught.value.path == lesson_path
    assert blamed in "\n".join(text.replace("\r", "").split("\n")[caught.value.line - 1 :][:2])
    assert text[: text.index(blamed.split("\n")[0])].count("\n") + 1 <= caught.value.line


@pytest.mark.parametrize("told", ["It may take 30 seconds.", "It may take 30\nseconds, and 512 MiB."])
def test_a_budget_that_students_are_told(lesson_path, told):
    text = lesson_path.read_text().replace("minutes=5 needs=[]", "minutes=5 needs=[] seconds=30")
    where = text.index("\n", text.index('task="total"')) + 1
    told = "".join(f"# {line}\n" for line in told.split("\n"))
    lesson = parse_text(lesson_path, text[:where] + told + "#\n" + text[where:])
    assert (lesson.exercise("total").seconds, lesson.exercise("mean").seconds) == (30, 0)
    with pytest.raises(LessonError, match="30 seconds"):
        parse_text(lesson_path, text[:where] + told.replace("30", "130") + "#\n" + text[where:])


def test_text_before_the_first_cell(lesson_path):
    lesson_path.write_text("# ---\n# jupyter: {}\n# ---\n" + lesson_path.read_text())
    with pytest.raises(LessonError, match=r"01_small\.py:1: a lesson begins with a cell marker"):
        parse_lesson(lesson_path)


def test_a_cell_that_jupytext_reads_otherwise(lesson_path):
    """jupytext takes a marker inside a fenced block for text, so JupyterLab would show other cells than we build."""
    lesson_path.write_text(lesson_path.read_text().replace("# Now the mean.", "# ```\n# %%\n# ```"))
    with pytest.raises(LessonError, match="jupytext reads this cell otherwise"):
        parse_lesson(lesson_path)


def test_unreadable_files(lesson_path):
    lesson_path.write_bytes(b"\xff\xfe")
    with pytest.raises(CourseError, match="UTF-8"):
        parse_lesson(lesson_path)
    with pytest.raises(CourseError, match="No such file"):
        parse_lesson(lesson_path.with_name("02_none.py"))
    with pytest.raises(CourseError, match="is named"):
        parse_text(lesson_path.with_name("small.py"), "")
