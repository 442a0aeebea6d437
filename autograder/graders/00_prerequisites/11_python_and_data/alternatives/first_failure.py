"""Other right answers to `first_failure`, which must have full marks. Each docstring says how it differs."""

from autograder.testing import alternative


@alternative
def failure_by_running(cells):
    """Runs real code with a real NameError, and returns a list."""
    memory = {}
    for position, (reads, writes) in enumerate(cells):
        try:
            for name in reads:
                exec(name, {"__builtins__": {}}, memory)
        except NameError:
            return [position, list(memory)]
        for name in writes:
            exec(f"{name} = 1", {}, memory)
    return [None, list(memory)]


@alternative
def failure_by_union(cells):
    """Looks for each cell at the union of all that stands above it."""

    def above(position):
        return set().union(*(writes for _, writes in cells[:position]))

    stops = [i for i, (reads, _) in enumerate(cells) if reads - above(i)]
    stop = stops[0] if stops else None
    return stop, above(len(cells) if stop is None else stop)
