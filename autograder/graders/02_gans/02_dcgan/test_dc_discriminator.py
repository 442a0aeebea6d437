"""Hidden tests of `dc_discriminator`: what there is to learn, what it computes in both modes, one image at a time."""

import torch
from torch.nn import functional

from autograder.testing import as_tensor, assert_close, assert_shape, inside, points, require


@inside
def build(ns, c, bank, batches, is_training):
    """Layers with weights from a bank, and the logits for batch after batch; the last one in the mode that is asked for."""
    D = ns.dc_discriminator(c).double()
    used = 0
    with torch.no_grad():
        for parameter in D.parameters():
            count = parameter.numel()
            parameter.copy_(bank[used : used + count].reshape(parameter.shape))
            used += count
    outputs = []
    for number, x in enumerate(batches):
        D.train(is_training or number < len(batches) - 1)
        outputs.append(D(x).detach())
    convs = [m for m in D.modules() if isinstance(m, torch.nn.Conv2d)]
    norms = [m for m in D.modules() if isinstance(m, torch.nn.BatchNorm2d)]
    return {
        "outputs": outputs,
        "shapes": [list(parameter.shape) for parameter in D.parameters()],
        "convs": [[m.weight.detach(), None if m.bias is None else m.bias.detach()] for m in convs],
        "norms": [[m.weight.detach(), m.bias.detach()] for m in norms if m.affine],
        "widths": [m.num_features for m in norms],
        "trains": ns.dc_discriminator(c).training,
    }


def ask(notebook, rng, c, sizes, is_training=True):
    """The student's layers and logits for random weights and batches of these sizes."""
    bank, batches = 0.5 * rng.normal(20000), [rng.normal(n, 1, 8, 8) for n in sizes]
    return notebook.run(build, c, bank, batches, is_training), batches


def require_layers(found, c):
    """The layers of the table, before anything can be computed with them."""
    shapes = [tuple(weight.shape) for weight, _ in found["convs"]]
    wanted = [(c, 1, 4, 4), (2 * c, c, 4, 4), (1, 2 * c, 2, 2)]
    hint = "Three Conv2d with the channels and kernels of the table, in its order."
    require(sorted(shapes) == sorted(wanted), "the convolutions are not those of the table", hint=hint)
    hint = "One batch norm, behind the second convolution; none behind the first."
    is_right = found["widths"] == [2 * c] and len(found["norms"]) == 1
    require(is_right, "the batch norm is not that of the table", hint=hint)
    return {tuple(w.shape): (as_tensor(w), b) for w, b in found["convs"]}, found["norms"][0]


def expect(convs, norm, x, c, statistics=None):
    """The network of the table, and the batch's own statistics."""

    def convolve(h, shape, stride, padding):
        weight, bias = convs[shape]
        return functional.conv2d(h, weight, None if bias is None else as_tensor(bias), stride, padding)

    h = functional.leaky_relu(convolve(x, (c, 1, 4, 4), 2, 1), 0.2)
    h = convolve(h, (2 * c, c, 4, 4), 2, 1)
    seen = h.mean((0, 2, 3)), h.var((0, 2, 3))
    gamma, beta = (as_tensor(each) for each in norm)
    mean, var = statistics or (None, None)
    h = functional.leaky_relu(functional.batch_norm(h, mean, var, gamma, beta, training=statistics is None), 0.2)
    return convolve(h, (1, 2 * c, 2, 2), 1, 0).reshape(-1), seen


@points("dc_discriminator", 2)
def test_what_there_is_to_learn(notebook, rng):
    """Three convolutions and one batch norm behind the second, with biases in the first and the last layer."""
    for c in (3, 5):
        found, _ = ask(notebook, rng, c, (4,))
        convs, _ = require_layers(found, c)
        biased = sorted(shape for shape, (_, bias) in convs.items() if bias is not None)
        hint = "A bias before a batch norm does nothing; the other two layers keep theirs."
        require(biased == sorted([(c, 1, 4, 4), (1, 2 * c, 2, 2)]), "the biases are not where they belong", hint=hint)
        count = sum(int(torch.tensor(shape).prod()) for shape in found["shapes"])
        hint = "Nothing else than the layers of the table has parameters."
        wanted = 16 * c + c + 32 * c * c + 4 * c + 8 * c + 1
        require(count == wanted, "there are more or fewer numbers to learn than in the table", hint=hint)


@points("dc_discriminator", 2)
def test_what_it_computes(notebook, rng):
    """With any weights, logits are what the layers of the table make: strides, slopes of 0.2, nothing squashed at the end."""
    for c in (3, 6):
        found, (x,) = ask(notebook, rng, c, (6,))
        assert_shape(found["outputs"][0], (6,), what="the row of logits", hint="One logit for each image: [N].")
        convs, norm = require_layers(found, c)
        hint = (
            "LeakyReLU(0.2) twice, once behind the batch norm; strides instead of pooling; logits, not probabilities."
        )
        wanted, _ = expect(convs, norm, x, c)
        assert_close(found["outputs"][0], wanted, rtol=1e-5, what="the row of logits for given weights", hint=hint)
        require(found["trains"] is True, "the new network is not in training mode", hint="Leave the mode as it comes.")


@points("dc_discriminator", 2)
def test_one_image_at_a_time(notebook, rng):
    """A batch of one image has one logit in [1], and in evaluation mode it comes from the running statistics."""
    c = 4
    found, batches = ask(notebook, rng, c, (9, 7, 1), is_training=False)
    assert_shape(found["outputs"][-1], (1,), what="the row of logits of a single image", hint="[N] also where N is 1.")
    convs, norm = require_layers(found, c)
    mean, var = torch.zeros(2 * c, dtype=torch.float64), torch.ones(2 * c, dtype=torch.float64)
    for x in batches[:-1]:
        _, seen = expect(convs, norm, x, c)
        mean, var = 0.9 * mean + 0.1 * seen[0], 0.9 * var + 0.1 * seen[1]
    wanted, _ = expect(convs, norm, batches[-1], c, (mean, var))
    hint = "BatchNorm2d with its defaults keeps running statistics, and uses them in evaluation mode."
    assert_close(found["outputs"][-1], wanted, rtol=1e-5, what="the logit in evaluation mode", hint=hint)
