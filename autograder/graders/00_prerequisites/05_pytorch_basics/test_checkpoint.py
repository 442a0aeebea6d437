"""Hidden tests of `Checkpoint`: an interruption makes no difference, the file is plain data, and a misfit is an error."""

import torch

from autograder.testing import as_tensor, assert_close, inside, points, require


@inside
def train_twice(ns, x, y, rule, epochs, stop, seed):
    """A training without interruption and one with: parameters, buffers, optimiser settings and orders at their ends."""
    import os
    import tempfile

    nn = torch.nn

    def begin(seed):
        torch.manual_seed(seed)
        model = nn.Sequential(nn.Linear(x.shape[1], 4), nn.BatchNorm1d(4), nn.Tanh(), nn.Linear(4, 1)).double()
        if rule == "adam":
            optimiser = torch.optim.Adam(model.parameters(), lr=0.05)
        elif rule == "groups":
            groups = [{"params": model[0].parameters(), "lr": 0.2}, {"params": model[3].parameters()}]
            optimiser = torch.optim.SGD(groups, lr=0.05, momentum=0.9)
        else:
            optimiser = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
        return model, optimiser, torch.Generator().manual_seed(seed)

    def train(model, optimiser, generator, epochs):
        order = None
        for _ in range(epochs):
            order = torch.randperm(len(x), generator=generator)
            for rows in order.split(4):
                optimiser.zero_grad()
                (model(x[rows]) - y[rows]).square().mean().backward()
                optimiser.step()
            for group in optimiser.param_groups:
                group["lr"] *= 0.8
        return order

    def read(model, optimiser, order):
        values = [value.detach().clone().double() for value in model.state_dict().values()]
        return {"values": values, "rates": [group["lr"] for group in optimiser.param_groups], "order": order}

    whole = begin(seed)
    order = train(*whole, epochs)
    expected = read(whole[0], whole[1], order)

    folder = tempfile.mkdtemp()
    path = os.path.join(folder, "training.pt")
    first = begin(seed)
    train(*first, stop)
    before = read(first[0], first[1], None), first[2].get_state()
    ns.Checkpoint.save(path, *first, stop)
    after = read(first[0], first[1], None), first[2].get_state()
    changed = any(not torch.equal(a, b) for a, b in zip(before[0]["values"], after[0]["values"]))  # noqa: B905
    changed = changed or not torch.equal(before[1], after[1]) or before[0]["rates"] != after[0]["rates"]
    files = len(os.listdir(folder))
    train(*first, 1)  # what goes on after saving is not in the file
    second = begin(seed + 1)
    train(*second, 1)  # in any state before
    epoch = ns.Checkpoint.load(path, *second)
    done = stop if epoch is None else int(epoch)
    kept = {id(p) for group in second[1].param_groups for p in group["params"]} == {
        id(p) for p in second[0].parameters()
    }
    order = train(*second, epochs - done)
    return {
        "expected": expected,
        "found": read(second[0], second[1], order),
        "epoch": epoch,
        "changed": changed,
        "files": files,
        "kept": kept or rule == "groups",
    }


@inside
def load_what_does_not_fit(ns, kind):
    """Save one model and load the file into another; what happened."""
    import builtins
    import os
    import tempfile

    nn = torch.nn
    path = os.path.join(tempfile.mkdtemp(), "other.pt")

    def begin(net):
        return net, torch.optim.SGD(net.parameters(), lr=0.1), torch.Generator()

    saved = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2))
    other = {
        "same": lambda: nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2)),
        "shape": lambda: nn.Sequential(nn.Linear(3, 5), nn.Linear(5, 2)),
        "more": lambda: nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2), nn.Linear(2, 2)),
        "fewer": lambda: nn.Sequential(nn.Linear(3, 4)),
        "names": lambda: nn.ModuleDict({"a": nn.Linear(3, 4), "b": nn.Linear(4, 2)}),
        "code": lambda: nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2)),
    }[kind]()
    ns.Checkpoint.save(path, *begin(saved), 2)
    if kind == "code":

        class Surprise:
            def __reduce__(self):
                return (exec, ("import builtins; builtins.was_run = True",))

        state = torch.load(path, weights_only=False)
        state = {**state, "extra": Surprise()} if isinstance(state, dict) else [state, Surprise()]
        builtins.was_run = False
        torch.save(state, path)
    try:
        ns.Checkpoint.load(path, *begin(other))
    except NotImplementedError:
        raise
    except Exception:
        refused = True
    else:
        refused = False
    return refused, bool(getattr(builtins, "was_run", False))


@inside
def read_plainly(ns):
    """Whether torch reads the file as tensors and plain values alone."""
    import os
    import tempfile

    path = os.path.join(tempfile.mkdtemp(), "plain.pt")
    model = torch.nn.Linear(3, 2)
    optimiser = torch.optim.Adam(model.parameters())
    model(torch.ones(1, 3)).sum().backward()
    optimiser.step()
    ns.Checkpoint.save(path, model, optimiser, torch.Generator(), 5)
    try:
        torch.load(path, weights_only=True)
    except Exception:
        return False
    return True


def ask(notebook, rng, rule, epochs, stop):
    """Both trainings."""
    x, y = rng.normal(10, 3), rng.normal(10, 1)
    return notebook.run(train_twice, x, y, rule, epochs, stop, int(rng.integers(0, 10_000)))


@points("Checkpoint", 3)
def test_an_interruption_makes_no_difference(notebook, rng):
    """A training that is interrupted, saved, loaded and taken up again ends exactly where it ends without interruption."""
    hint = (
        "What does the next epoch depend on? Weights, buffers, the optimiser's own memory, and the order of the data."
    )
    for rule, epochs, stop in (("momentum", 5, 2), ("adam", 4, 3), ("groups", 3, 1)):
        found = ask(notebook, rng, rule, epochs, stop)
        right, after = found["expected"], found["found"]
        epoch = as_tensor(found["epoch"], "what load returns")
        require(epoch.numel() == 1 and int(epoch) == stop, "load does not return how many epochs are done")
        order = "the order in which the interrupted training sees the data is another one"
        require(bool((right["order"] == after["order"]).all()), order, hint=hint)
        assert_close(
            torch.tensor(after["rates"]), torch.tensor(right["rates"]), what="a learning rate at the end", hint=hint
        )
        for got, want in zip(after["values"], right["values"], strict=True):
            assert_close(got, want, rtol=1e-9, what="a parameter or buffer at the end", hint=hint)


@points("Checkpoint", 1)
def test_saving_and_loading_in_place(notebook, rng):
    """Saving changes nothing and writes one file; loading keeps the objects that the optimiser trains."""
    for rule in ("momentum", "adam"):
        found = ask(notebook, rng, rule, 3, 2)
        hint = "Draw nothing from the generator, and step nothing, while you save."
        require(not found["changed"], "saving changes the model, the optimiser or the generator", hint=hint)
        require(found["files"] == 1, "there is not exactly one file in the folder", hint="All goes into the one path.")
        message = "after loading, the optimiser trains other parameters than the model's"
        require(found["kept"], message, hint="load_state_dict writes into what is there.")
        for got, want in zip(found["found"]["values"], found["expected"]["values"], strict=True):
            assert_close(got, want, rtol=1e-9, what="a parameter or buffer at the end")


@points("Checkpoint", 1)
def test_a_misfit_is_an_error(notebook, rng):
    """A file of another model is refused: by a name that is missing or too much, or by a shape."""
    hint = "strict=False means: keep silent about names that do not match."
    refused, _ = notebook.run(load_what_does_not_fit, "same")
    require(not refused, "a file that fits is refused", hint="load raises an error where none is due.")
    kinds = {
        "shape": "whose layers have another shape",
        "more": "that has a layer more than the file",
        "fewer": "that has a layer less than the file",
        "names": "whose layers have other names",
    }
    for kind, about in kinds.items():
        refused, _ = notebook.run(load_what_does_not_fit, kind)
        require(refused, f"load keeps silent when the file is loaded into a model {about}", hint=hint)


@points("Checkpoint", 1)
def test_plain_data(notebook, rng):
    """The file holds tensors and plain values only, and code in a file is never run."""
    hint = "state_dict() is data; a model, an optimiser or a generator is an object. What does weights_only refuse?"
    is_plain = notebook.run(read_plainly) is True
    require(is_plain, "the file cannot be read as tensors and plain values alone", hint=hint)
    refused, was_run = notebook.run(load_what_does_not_fit, "code")
    require(not was_run, "load runs code that somebody put into the file", hint=hint)
    require(refused, "load accepts a file that holds more than tensors and plain values", hint=hint)
