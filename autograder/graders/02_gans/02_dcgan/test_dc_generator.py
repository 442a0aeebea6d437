"""Hidden tests of `dc_generator`: what there is to learn, what it computes in training mode, and in evaluation mode.

The student's network gets weights drawn here; its outputs are compared with the same layers written out.
"""

import torch
from torch.nn import functional

from autograder.testing import as_tensor, assert_close, assert_shape, inside, points, require


@inside
def build(ns, z_dim, c, bank, batches, is_training):
    """Layers with weights from a bank, and the outputs for batch after batch; the last one in the mode that is asked for."""
    G = ns.dc_generator(z_dim, c).double()
    used = 0
    with torch.no_grad():
        for parameter in G.parameters():
            count = parameter.numel()
            parameter.copy_(bank[used : used + count].reshape(parameter.shape))
            used += count
    outputs = []
    for number, z in enumerate(batches):
        G.train(is_training or number < len(batches) - 1)
        outputs.append(G(z).detach())
    convs = [m for m in G.modules() if isinstance(m, torch.nn.ConvTranspose2d)]
    norms = [m for m in G.modules() if isinstance(m, torch.nn.BatchNorm2d)]
    return {
        "outputs": outputs,
        "shapes": [list(parameter.shape) for parameter in G.parameters()],
        "convs": [[m.weight.detach(), None if m.bias is None else m.bias.detach()] for m in convs],
        "norms": [[m.weight.detach(), m.bias.detach()] for m in norms if m.affine],
        "widths": [m.num_features for m in norms],
        "trains": ns.dc_generator(z_dim, c).training,
    }


def ask(notebook, rng, z_dim, c, sizes, is_training=True):
    """The student's layers and outputs for random weights and batches of these sizes."""
    bank, batches = 0.5 * rng.normal(20000), [rng.normal(n, z_dim) for n in sizes]
    return notebook.run(build, z_dim, c, bank, batches, is_training), batches


def require_layers(found, z_dim, c):
    """The layers of the table, before anything can be computed with them."""
    shapes = [tuple(weight.shape) for weight, _ in found["convs"]]
    wanted = [(z_dim, 2 * c, 2, 2), (2 * c, c, 4, 4), (c, 1, 4, 4)]
    hint = "Three ConvTranspose2d with the channels and kernels of the table, in its order."
    require(sorted(shapes) == sorted(wanted), "the transposed convolutions are not those of the table", hint=hint)
    hint = "Batch norm behind the first and the second transposed convolution, and not behind the last."
    require(sorted(found["widths"]) == [c, 2 * c], "the batch norms are not those of the table", hint=hint)
    require(len(found["norms"]) == 2, "the batch norms have nothing to learn", hint="gamma and beta of equation (3).")
    return {tuple(w.shape): (as_tensor(w), b) for w, b in found["convs"]}, {len(g): (g, b) for g, b in found["norms"]}


def expect(convs, norms, z, z_dim, c, statistics=None):
    """The network of the table; collects the batch's mean and unbiased variance where no statistics are given."""
    h, seen = z.reshape(len(z), z_dim, 1, 1), []
    layers = (((z_dim, 2 * c, 2, 2), 1, 0, 2 * c), ((2 * c, c, 4, 4), 2, 1, c), ((c, 1, 4, 4), 2, 1, None))
    for number, (shape, stride, padding, width) in enumerate(layers):
        weight, bias = convs[shape]
        h = functional.conv_transpose2d(h, weight, None if bias is None else as_tensor(bias), stride, padding)
        if width is not None:
            seen.append((h.mean((0, 2, 3)), h.var((0, 2, 3))))
            mean, var = (None, None) if statistics is None else statistics[number]
            gamma, beta = (as_tensor(each) for each in norms[width])
            h = functional.batch_norm(h, mean, var, gamma, beta, training=statistics is None).relu()
    return h.tanh(), seen


@points("dc_generator", 2)
def test_what_there_is_to_learn(notebook, rng):
    """Three transposed convolutions and two batch norms, with a bias in the last layer only, for any z_dim and c."""
    for z_dim, c in ((5, 3), (7, 4)):
        found, _ = ask(notebook, rng, z_dim, c, (4,))
        convs, _ = require_layers(found, z_dim, c)
        biased = sorted(shape for shape, (_, bias) in convs.items() if bias is not None)
        hint = "A bias before a batch norm does nothing; the last layer has no batch norm, and so needs its own."
        require(biased == [(c, 1, 4, 4)], "the biases are not where they belong", hint=hint)
        count = sum(int(torch.tensor(shape).prod()) for shape in found["shapes"])
        wanted = z_dim * 2 * c * 4 + 2 * c * c * 16 + c * 16 + 1 + 2 * 3 * c
        hint = "Nothing else than the layers of the table has parameters."
        require(count == wanted, "there are more or fewer numbers to learn than in the table", hint=hint)


@points("dc_generator", 3)
def test_what_it_computes(notebook, rng):
    """With any weights, images are what the layers of the table make: batch norm, then ReLU, twice; then a tanh."""
    for z_dim, c in ((5, 3), (4, 6)):
        found, (z,) = ask(notebook, rng, z_dim, c, (6,))
        assert_shape(found["outputs"][0], (6, 1, 8, 8), what="the batch of images", hint="2x2, 4x4, 8x8: equation (1).")
        convs, norms = require_layers(found, z_dim, c)
        wanted, _ = expect(convs, norms, z, z_dim, c)
        hint = "Which activation follows which layer, and is it before or behind the batch norm? Strides and paddings?"
        assert_close(found["outputs"][0], wanted, rtol=1e-5, what="the batch of images for given weights", hint=hint)
        require(found["trains"] is True, "the new network is not in training mode", hint="Leave the mode as it comes.")


@points("dc_generator", 2)
def test_alone_in_evaluation_mode(notebook, rng):
    """In evaluation mode images come from the running statistics that training collected, and do not need company."""
    z_dim, c = 5, 4
    found, batches = ask(notebook, rng, z_dim, c, (9, 7, 3), is_training=False)
    convs, norms = require_layers(found, z_dim, c)
    means = [torch.zeros(width, dtype=torch.float64) for width in (2 * c, c)]
    variances = [torch.ones(width, dtype=torch.float64) for width in (2 * c, c)]
    for z in batches[:-1]:
        _, seen = expect(convs, norms, z, z_dim, c)
        means = [0.9 * old + 0.1 * new for old, (new, _) in zip(means, seen, strict=True)]
        variances = [0.9 * old + 0.1 * new for old, (_, new) in zip(variances, seen, strict=True)]
    statistics = list(zip(means, variances, strict=True))
    wanted, _ = expect(convs, norms, batches[-1], z_dim, c, statistics)
    hint = (
        "BatchNorm2d with its defaults keeps running statistics; nothing else may behave differently in the two modes."
    )
    assert_close(found["outputs"][-1], wanted, rtol=1e-5, what="the batch of images in evaluation mode", hint=hint)
