"""Wrong answers to `train_epoch`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_the_target_is_the_batch_itself")
def compares_with_another_order(model, optimiser, x, order, batch_size):
    """Believes that the targets need not be shuffled along with the inputs."""
    total = 0.0
    for start in range(0, len(order), batch_size):
        batch = x[order[start : start + batch_size]]
        loss = (model(batch) - x[start : start + len(batch)]).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total += loss.item() * len(batch)
    return total / len(order)


@mutant(caught_by="test_each_step_has_gradients_of_its_own")
def never_clears_gradients(model, optimiser, x, order, batch_size):
    """Believes that backward() writes gradients, where it adds to them."""
    total = 0.0
    for indices in order.split(batch_size):
        loss = (model(x[indices]) - x[indices]).square().mean()
        loss.backward()
        optimiser.step()
        total += loss.item() * len(indices)
    return total / len(order)


@mutant(caught_by="test_each_step_has_gradients_of_its_own")
def clears_gradients_once(model, optimiser, x, order, batch_size):
    """Believes that it is enough to clear gradients at the start of an epoch."""
    total = 0.0
    optimiser.zero_grad()
    for indices in order.split(batch_size):
        loss = (model(x[indices]) - x[indices]).square().mean()
        loss.backward()
        optimiser.step()
        total += loss.item() * len(indices)
    return total / len(order)


@mutant(caught_by="test_each_step_has_gradients_of_its_own")
def clears_gradients_after_the_step(model, optimiser, x, order, batch_size):
    """Believes that who clears gradients behind each step finds none before the first."""
    total = 0.0
    for indices in order.split(batch_size):
        loss = (model(x[indices]) - x[indices]).square().mean()
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
        total += loss.item() * len(indices)
    return total / len(order)


@mutant(caught_by="test_the_last_batch_and_a_part_of_the_data")
def drops_the_last_batch(model, optimiser, x, order, batch_size):
    """Believes that a batch that is not full does not count."""
    total, seen = 0.0, 0
    for start in range(0, len(order) - batch_size + 1, batch_size):
        batch = x[order[start : start + batch_size]]
        loss = (model(batch) - batch).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total, seen = total + loss.item() * len(batch), seen + len(batch)
    return total / max(seen, 1)


@mutant(caught_by="test_the_last_batch_and_a_part_of_the_data")
def trains_on_all_of_x(model, optimiser, x, order, batch_size):
    """Believes that an epoch is always all of x: what is not in the order is used as well."""
    rest = torch.tensor([i for i in range(len(x)) if i not in order.tolist()], dtype=order.dtype)
    total, order = 0.0, torch.cat([order, rest])
    for indices in order.split(batch_size):
        loss = (model(x[indices]) - x[indices]).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total += loss.item() * len(indices)
    return total / len(order)


@mutant(caught_by="test_the_returned_error")
def averages_over_batches(model, optimiser, x, order, batch_size):
    """Believes that the mean over batches is the mean over examples."""
    losses = []
    for indices in order.split(batch_size):
        loss = (model(x[indices]) - x[indices]).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)


@mutant(caught_by="test_the_returned_error")
def returns_the_graph(model, optimiser, x, order, batch_size):
    """Believes that a loss is a number: the graphs of all batches are held on to."""
    total = 0.0
    for indices in order.split(batch_size):
        loss = (model(x[indices]) - x[indices]).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total = total + loss * len(indices)
    return total / len(order)


@mutant(caught_by="test_the_returned_error")
def measures_after_the_step(model, optimiser, x, order, batch_size):
    """Believes that the error of an epoch is that of the model at its end."""
    for indices in order.split(batch_size):
        loss = (model(x[indices]) - x[indices]).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        return (model(x[order]) - x[order]).square().mean().item()


@mutant(caught_by="test_the_target_is_the_batch_itself")
def ignores_the_order(model, optimiser, x, order, batch_size):
    """Believes that the order of the examples makes no difference, and takes them as they come."""
    total = 0.0
    for batch in x[: len(order)].split(batch_size):
        loss = (model(batch) - batch).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total += loss.item() * len(batch)
    return total / len(order)


@mutant(caught_by="test_the_target_is_the_batch_itself")
def sums_the_error(model, optimiser, x, order, batch_size):
    """Believes that the step may use the summed error, as long as the mean is returned."""
    total = 0.0
    for indices in order.split(batch_size):
        loss = (model(x[indices]) - x[indices]).square().sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total += loss.item() / x.shape[1]
    return total / len(order)
