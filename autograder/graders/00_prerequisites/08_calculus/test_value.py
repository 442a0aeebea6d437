"""Hidden tests of `Value`: each operation, shared nodes, random programs, sweeps that are repeated, and their price."""

import torch

from autograder.testing import as_tensor, assert_close, inside, points

PAIRS = ("add", "sub", "mul", "div")
WITH_NUMBER = (
    "add_number",
    "number_add",
    "sub_number",
    "number_sub",
    "mul_number",
    "number_mul",
    "div_number",
    "number_div",
)
ALONE = ("exp", "log", "tanh", "neg")


@inside
def run_program(ns, leaves, program, outputs):
    """Evaluate a program on Values and sweep back from each output in turn: data of all nodes, and all grads each time."""
    pairs = {
        "add": lambda a, b: a + b,
        "sub": lambda a, b: a - b,
        "mul": lambda a, b: a * b,
        "div": lambda a, b: a / b,
    }
    with_number = {
        "add_number": lambda a, k: a + k,
        "number_add": lambda a, k: k + a,
        "sub_number": lambda a, k: a - k,
        "number_sub": lambda a, k: k - a,
        "mul_number": lambda a, k: a * k,
        "number_mul": lambda a, k: k * a,
        "div_number": lambda a, k: a / k,
        "number_div": lambda a, k: k / a,
        "pow": lambda a, k: a**k,
    }
    nodes = [ns.Value(number) for number in leaves]
    for name, first, second in program:
        if name in pairs:
            nodes.append(pairs[name](nodes[first], nodes[second]))
        elif name in with_number:
            nodes.append(with_number[name](nodes[first], second))
        elif name == "neg":
            nodes.append(-nodes[first])
        else:
            nodes.append(getattr(nodes[first], name)())
    sweeps = []
    for output in outputs:
        nodes[output].backward()
        sweeps.append([node.grad for node in nodes])
    return [node.data for node in nodes], sweeps


def reference_step(nodes, name, first, second):
    """One operation of a program, in torch."""
    a = nodes[first]
    b = nodes[second] if name in PAIRS else second
    kind = name.replace("number", "").strip("_")
    if name.startswith("number"):
        a, b = b, a
    if kind in ("exp", "log", "tanh"):
        return getattr(torch, kind)(a)
    return {
        "add": lambda: a + b,
        "sub": lambda: a - b,
        "mul": lambda: a * b,
        "div": lambda: a / b,
        "pow": lambda: a**b,
        "neg": lambda: -a,
    }[kind]()


def evaluate(leaves, program):
    """All nodes of a program, in torch."""
    nodes = [torch.tensor(number, dtype=torch.float64, requires_grad=True) for number in leaves]
    for name, first, second in program:
        nodes.append(reference_step(nodes, name, first, second))
    return nodes


def check(notebook, leaves, program, outputs, hint, what="the program"):
    """Values and gradients must be autograd's, after each of the sweeps, in all nodes that the output was made of."""
    nodes = evaluate(leaves, program)
    data, sweeps = notebook.run(run_program, leaves, program, outputs)
    expected = torch.stack([node.detach() for node in nodes])
    assert_close(data, expected, rtol=1e-9, what=f"the value of {what}", hint="Look at the operations themselves.")
    for output, grads in zip(outputs, sweeps, strict=True):
        right = torch.autograd.grad(nodes[output], nodes, retain_graph=True, allow_unused=True)
        reached = [i for i, gradient in enumerate(right) if gradient is not None]
        found = as_tensor(grads, "the gradients")[reached]
        wanted = torch.stack([right[i] for i in reached])
        assert_close(found, wanted, rtol=1e-8, what=f"the gradients of {what}", hint=hint)


def draw_program(rng, size):
    """Leaves and a random program whose numbers stay tame, and in which nodes are used again and again."""
    leaves = [float(number) for number in rng.uniform(0.3, 1.5, (4,)) * (2 * rng.integers(0, 2, (4,)) - 1)]
    program, nodes = [], evaluate(leaves, [])
    names = (*PAIRS, *WITH_NUMBER, *ALONE, "pow")
    while len(program) < size:
        name = names[int(rng.integers(0, len(names)))]
        first, second = (int(number) for number in rng.integers(0, len(nodes), (2,)))
        if name in WITH_NUMBER:
            second = float(rng.uniform(0.5, 2))
        elif name == "pow":
            second = [2, 3, -1, -2][int(rng.integers(0, 4))]
        elif name in ALONE:
            second = 0
        if name == "log" and float(nodes[first].detach()) < 0.2:
            continue
        value = reference_step([node.detach() for node in nodes], name, first, second)
        if 0.1 < float(value.abs()) < 5:
            program.append((name, first, second))
            nodes.append(value)
    return leaves, program


@points("Value", 3)
def test_operations_and_their_slopes(notebook, rng):
    """Each operation has the right value and the right slopes, with plain numbers on either side, too."""
    for name in (*PAIRS, *WITH_NUMBER, *ALONE):
        leaves = rng.uniform(0.5, 2, (2,)).tolist()
        second = 1 if name in PAIRS else float(rng.uniform(0.5, 2))
        hint = "Look at the rule for this operation in the table of section 1, and at what stands in its pairs."
        check(notebook, leaves, [(name, 0, second)], [2], hint, f"the operation {name}")
    for k in (2, 3, -1, 0.5, -2.5, 1):
        hint = "The slope of a power is k times the power that is one lower."
        check(notebook, [float(rng.uniform(0.5, 2))], [("pow", 0, k)], [1], hint, "a power of a positive number")
    for k in (2, 3, -1):
        check(notebook, [-float(rng.uniform(0.5, 2))], [("pow", 0, k)], [1], "", "a power of a negative number")
    for far in (800.0, -800.0):
        check(notebook, [far], [("tanh", 0, 0)], [1], "Use math.tanh.", "tanh of a large number")


@points("Value", 3)
def test_a_node_that_is_used_twice(notebook, rng):
    """What comes back to a node from all that was made of it adds up, and is complete before it is handed on."""
    x, y = rng.uniform(0.5, 2, (2,)).tolist()
    hint = "A parent adds up what it is handed; a node hands on only when all of its children have been treated."
    check(notebook, [x], [("mul", 0, 0)], [1], hint, "x * x")
    check(notebook, [x], [("add", 0, 0), ("mul", 1, 0)], [2], hint, "(x + x) * x")
    check(notebook, [x, y], [("mul", 0, 1), ("add", 2, 0), ("pow", 3, 2)], [4], hint, "(x y + x)^2")
    # c is made of a in one step and in three: whoever treats a as soon as it is met hands on too early
    steps = [("mul", 0, 1), ("tanh", 2, 0), ("exp", 3, 0), ("mul", 4, 2), ("add", 2, 5), ("mul", 6, 3)]
    check(notebook, [x, y], steps, [7], hint, "a program in which ways of several lengths meet")
    steps = [("mul", 0, 1), ("add", 2, 0), ("mul", 2, 3), ("add", 4, 2), ("mul", 5, 3), ("add", 6, 2)]
    check(notebook, [y, x], steps, [7], hint, "a program in which ways of several lengths meet")


@points("Value", 2)
def test_random_programs(notebook, rng):
    """In programs of many operations, drawn at random, every node gets the derivative that autograd finds."""
    for size in (5, 10, 20, 20, 40, 40):
        leaves, program = draw_program(rng, size)
        check(notebook, leaves, program, [len(leaves) + size - 1], "Test each operation alone, then a node used twice.")


@points("Value", 1)
def test_sweeps_do_not_disturb_each_other(notebook, rng):
    """A sweep does not mind what earlier sweeps left behind, whether from the same node or from another one."""
    hint = "What stood in `grad` before does not matter: set it to zero in all nodes that take part."
    steps = [("mul", 0, 1), ("tanh", 2, 0), ("mul", 3, 2), ("add", 4, 3)]
    check(notebook, rng.uniform(0.5, 2, (2,)).tolist(), steps, [5, 5, 4, 5], hint, "a program that is swept again")
    leaves, program = draw_program(rng, 15)
    last = len(leaves) + 14
    check(notebook, leaves, program, [last, last, last], hint, "a program that is swept three times")
    check(
        notebook, leaves, program, [last - 3, last, last - 5, last], hint, "a program that is swept from several nodes"
    )


@points("Value", 1, seconds=5)
def test_price_of_many_ways(notebook, rng):
    """Where every node has two ways to the next, sixty nodes have more ways than seconds: each node is treated once."""
    x = float(rng.uniform(0.5, 2))
    program = []
    for level in range(60):
        program += [("add", 2 * level, 2 * level), ("mul_number", 2 * level + 1, 0.5)]
    hint = "Treat each node once, after all of its children, and not once for each way that leads to it."
    check(notebook, [x], program, [len(program)], hint, "a long program of shared nodes")
