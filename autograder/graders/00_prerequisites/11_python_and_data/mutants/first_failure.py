"""Wrong answers to `first_failure`, which a hidden test must catch. Each docstring says what the student believed."""

from autograder.testing import mutant


@mutant(caught_by="test_the_order_on_the_page")
def looks_at_the_whole_page(cells):
    """Believes that a name is known wherever on the page it is written."""
    known = set().union(*(writes for _, writes in cells))
    for position, (reads, _) in enumerate(cells):
        if not reads <= known:
            return position, known
    return None, known


@mutant(caught_by="test_the_order_on_the_page")
def counts_from_one(cells):
    """Believes that the first cell is number 1."""
    names = set()
    for position, (reads, writes) in enumerate(cells):
        if not reads <= names:
            return position + 1, names
        names = names | writes
    return None, names


@mutant(caught_by="test_the_order_on_the_page")
def looks_at_the_cell_above_only(cells):
    """Believes that a cell sees what the cell right above it has written."""
    names, above = set(), set()
    for position, (reads, writes) in enumerate(cells):
        if not reads <= above:
            return position, names
        names, above = names | writes, writes
    return None, names


@mutant(caught_by="test_the_order_on_the_page")
def returns_the_last_failure(cells):
    """Believes that the notebook goes on after an error, and reports the last one."""
    names, stop = set(), None
    for position, (reads, writes) in enumerate(cells):
        if reads <= names:
            names = names | writes
        else:
            stop = position
    return stop, names


@mutant(caught_by="test_the_order_on_the_page")
def one_known_name_is_enough(cells):
    """Believes that a cell runs if any of the names that it reads is there."""
    names = set()
    for position, (reads, writes) in enumerate(cells):
        if reads and not reads & names:
            return position, names
        names = names | writes
    return None, names


@mutant(caught_by="test_a_cell_reads_before_it_writes")
def writes_before_it_reads(cells):
    """Believes that `x = x * 3` defines its own x."""
    names = set()
    for position, (reads, writes) in enumerate(cells):
        if not reads <= names | writes:
            return position, names
        names = names | writes
    return None, names


@mutant(caught_by="test_what_is_in_memory")
def the_failing_cell_writes(cells):
    """Believes that the cell that stops still defines its names."""
    names = set()
    for position, (reads, writes) in enumerate(cells):
        known = reads <= names
        names = names | writes
        if not known:
            return position, names
    return None, names


@mutant(caught_by="test_what_is_in_memory")
def goes_on_after_the_failure(cells):
    """Believes that the cells below the error are run."""
    names, stop = set(), None
    for position, (reads, writes) in enumerate(cells):
        if not reads <= names:
            stop = position if stop is None else stop
            continue
        names = names | writes
    return stop, names


@mutant(caught_by="test_what_is_in_memory")
def writes_into_a_given_set(cells):
    """Believes that `|=` makes a new set."""
    if not cells:
        return None, set()
    names = None
    for position, (reads, writes) in enumerate(cells):
        if not reads <= (names or set()):
            return position, names or set()
        if names is None:
            names = writes
        names |= writes
    return None, names


@mutant(caught_by="test_what_is_in_memory")
def remembers_what_was_read(cells):
    """Believes that what is read is in memory, too, and keeps a list in which names come twice."""
    names = []
    for position, (reads, writes) in enumerate(cells):
        if not reads <= set(names):
            return position, names
        names = names + sorted(writes) + sorted(reads)
    return None, names
