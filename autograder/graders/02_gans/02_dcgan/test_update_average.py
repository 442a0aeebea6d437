"""Hidden tests of `update_average`: parameters, buffers, and whose memory is whose."""

import torch

from autograder.testing import assert_close, inside, points, require


@inside
def average_over(ns, values, decay):
    """Follow a model through several sets of values; what both are afterwards, and whether they share memory."""

    def make():
        net = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.BatchNorm1d(3), torch.nn.Linear(3, 1, bias=False))
        return net.double()

    def fill(net, row):
        used = 0
        with torch.no_grad():
            for tensor in [*net.parameters(), *net.buffers()]:
                count = tensor.numel()
                tensor.copy_(
                    row[used : used + count].reshape(tensor.shape) * (100 if tensor.dtype == torch.int64 else 1)
                )
                used += count

    average, model = make(), make()
    fill(average, values[0])
    before = [id(parameter) for parameter in average.parameters()]
    for row in values[1:]:
        fill(model, row)
        ns.update_average(average, model) if decay is None else ns.update_average(average, model, decay)

    def read(tensors):
        return torch.cat([tensor.detach().double().reshape(-1) for tensor in tensors])

    pairs = zip([*average.parameters(), *average.buffers()], [*model.parameters(), *model.buffers()], strict=True)
    return {
        "parameters": read(average.parameters()),
        "buffers": read(average.buffers()),
        "model": read([*model.parameters(), *model.buffers()]),
        "shares": any(a.data_ptr() == b.data_ptr() for a, b in pairs),
        "same": before == [id(parameter) for parameter in average.parameters()],
        "leaves": all(p.is_leaf and p.requires_grad for net in (average, model) for p in net.parameters()),
        "grads": any(p.grad is not None for net in (average, model) for p in net.parameters()),
    }


PARAMETERS = 2 * 3 + 3 + 3 + 3 + 3
BUFFERS = 3 + 3 + 1


def expected_buffers(row):
    """Running means and variances, and a counter that is a whole number."""
    buffers = row[PARAMETERS:].clone()
    buffers[-1] = torch.floor(100 * buffers[-1])
    return buffers


@points("update_average", 2)
def test_parameters(notebook, rng):
    """Each parameter is decay times itself plus the rest of the model's, over several updates and for any decay."""
    for decay in (0.98, 0.5, 0.0, 1.0, None):
        values = rng.uniform(0, 3, (5, PARAMETERS + BUFFERS))
        after = notebook.run(average_over, values, decay)
        wanted, used = values[0, :PARAMETERS], 0.98 if decay is None else decay
        for row in values[1:]:
            wanted = used * wanted + (1 - used) * row[:PARAMETERS]
        hint = "decay is the share of the *old* average; all parameters of the network take part."
        assert_close(after["parameters"], wanted, what="the vector of averaged parameters", hint=hint)


@points("update_average", 2)
def test_buffers(notebook, rng):
    """Running statistics and the counter are copies of the model's: not averaged, not forgotten, still whole numbers."""
    for decay in (0.98, 0.3):
        values = rng.uniform(0, 3, (4, PARAMETERS + BUFFERS))
        after = notebook.run(average_over, values, decay)
        hint = "`parameters()` does not list the running statistics of batch norm; `buffers()` does. They are copied."
        assert_close(after["buffers"], expected_buffers(values[-1]), what="the vector of buffers", hint=hint)


@points("update_average", 1)
def test_two_networks_stay_two(notebook, rng):
    """The model does not change, no memory is shared, and the average's parameters stay the same objects, without graphs."""
    for decay in (0.98, 0.0):
        values = rng.uniform(0, 3, (3, PARAMETERS + BUFFERS))
        after = notebook.run(average_over, values, decay)
        wanted = torch.cat([values[-1, :PARAMETERS], expected_buffers(values[-1])])
        assert_close(after["model"], wanted, what="the model after the update", hint="Only the average changes.")
        hint = "Copy values (`copy_`), instead of making both one tensor: the model goes on training."
        require(after["shares"] is False, "the average shares memory with the model", hint=hint)
        hint = "In place: whoever holds a parameter of the average still has the right one afterwards."
        require(after["same"] is True, "the average's parameters are other objects now", hint=hint)
        require(after["leaves"] is True and after["grads"] is False, "gradients are recorded", hint="torch.no_grad()")
