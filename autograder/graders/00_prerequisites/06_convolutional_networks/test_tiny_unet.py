"""Hidden tests of `TinyUNet`: its shapes at any size, that each skip and the bottom are used, its last layer, its learning."""

import torch

from autograder.testing import as_tensor, assert_close, assert_shape, inside, points, require


@inside
def look_down(ns, sizes, x):
    """Bottom, skips and output for a batch, and how many parameters there are."""
    torch.manual_seed(0)
    net = ns.TinyUNet(*sizes).double()
    with torch.no_grad():
        bottom, skips = net.down(x)
        return bottom, list(skips), net(x), net.up(bottom, skips), sum(p.numel() for p in net.parameters())


@inside
def take_away(ns, sizes, x, stripes):
    """What the output owes to each part: sizes of differences when a part is taken away, and when only fine stripes change."""
    found = {}

    def note(name, size):  # the largest over several networks: in a single one all ReLUs of a level may be shut
        found[name] = max(found.get(name, 0.0), float(size))

    for seed in range(4):
        torch.manual_seed(seed)
        net = ns.TinyUNet(*sizes).double()
        bottom, skips = net.down(x)
        whole = net.up(bottom, skips)
        nothing = torch.zeros_like(bottom)
        note("bottom", (whole - net.up(nothing, skips)).abs().max())
        for i in range(len(skips)):
            without = [torch.zeros_like(skip) if i == j else skip for j, skip in enumerate(skips)]
            note(f"skip {i}", (whole - net.up(bottom, without)).abs().max())
        _, striped = net.down(x + stripes)
        note("stripes", (net.up(nothing, skips) - net.up(nothing, striped)).abs().max())
        leaf = x.clone().requires_grad_()
        _, skips = net.down(leaf)
        bypass = net.up(nothing.detach(), skips).square().sum()
        gradient = torch.autograd.grad(bypass, leaf, allow_unused=True)[0] if bypass.requires_grad else None
        note("gradient", 0.0 if gradient is None else gradient.abs().max())
    return found


@inside
def look_at_outputs(ns, sizes, x, seeds):
    """Lowest and highest output of new networks, and the largest one when all their parameters are a hundred times as large."""
    lowest, highest, strong = [], [], []
    for seed in range(seeds):
        torch.manual_seed(seed)
        net = ns.TinyUNet(*sizes).double()
        with torch.no_grad():
            y = net(x)
            for parameter in net.parameters():
                parameter.mul_(100)
            z = net(x)
        lowest.append(float(y.min()))
        highest.append(float(y.max()))
        strong.append(float(z.abs().max()))
    return min(lowest), max(highest), max(strong)


@inside
def look_inside(ns, sizes, x):
    """How far from linear the network is, what neighbours in the batch do to a picture, and which parameters are idle."""
    bent = neighbours = chance = 0.0
    idle = []
    for seed in range(4):  # a parameter is idle that is idle in each of several networks
        torch.manual_seed(seed)
        net = ns.TinyUNet(*sizes).double()
        with torch.no_grad():
            zero = net(0 * x)
            bent = max(bent, float((net(2 * x) - zero - 2 * (net(x) - zero)).abs().max()))
            neighbours = max(neighbours, float((net(x)[:1] - net(x[:1])).abs().max()))
            chance = max(chance, float((net(x) - net(x)).abs().max()))
        sum(net(k * x).square().mean() for k in (1.0, -1.0)).backward()
        idle.append([p.grad is None or not bool(p.grad.abs().sum() > 0) for p in net.parameters()])
    return bent, neighbours, chance, sum(map(min, zip(*idle))), len(idle[0])  # noqa: B905 -- of one length


@points("TinyUNet", 3, seconds=20)
def test_shapes_on_the_way_down_and_up(notebook, rng):
    """Skips and bottom have the right sizes and channels, and a picture of any size comes back at its size."""
    for channels, width, depth, height, tall in (
        (1, 4, 2, 8, 8),
        (1, 3, 2, 9, 9),
        (3, 2, 3, 7, 12),
        (2, 5, 1, 5, 4),
        (1, 4, 0, 6, 3),
        (1, 2, 3, 1, 2),
    ):
        x = rng.normal(2, channels, height, tall)
        bottom, skips, y, again, count = notebook.run(look_down, [channels, width, depth], x)
        hint = "A module knows the layers that are its attributes; those in a plain list it does not: nn.ModuleList."
        require(count > 0, "the model has no parameters: an optimiser would find nothing to learn", hint=hint)
        require(
            len(skips) == depth, f"there are not {depth} skips for a depth of {depth}", hint="One for each halving."
        )
        for level, part in enumerate([*skips, bottom]):
            sides = tuple(-(-side // 2**level) for side in (height, tall))
            name = "the bottom" if level == depth else f"skip {level}"
            hint = "Level i has 2^i m channels; halving rounds up (ceil_mode=True); a skip is kept before it is halved."
            assert_shape(part, (2, width * 2**level, *sides), what=name, hint=hint)
        hint = "Double up to the size of the skip that is met: 9 becomes 5 and has to become 9 again, not 10."
        assert_shape(y, tuple(x.shape), what="the picture that comes out", hint=hint)
        assert_close(
            again, y, what="what up(*down(x)) gives, compared with the output,", hint="forward is up after down."
        )


@points("TinyUNet", 2, seconds=20)
def test_skips_and_bottom_are_used(notebook, rng):
    """With the bottom set to zero the output still sees fine stripes; without any one skip, or the bottom, it is another."""
    for channels, width, depth, side in ((1, 8, 2, 8), (2, 6, 3, 16), (1, 8, 1, 9)):
        x = rng.normal(4, channels, side, side)
        stripes = torch.ones(side, side, dtype=torch.float64)
        stripes[:, ::2] = -1
        found = notebook.run(take_away, [channels, width, depth], x, stripes)
        hint = "On the way up lay the skip beside what comes from below: torch.cat along the axis of channels."
        message = (
            "with the bottom set to zero the output no longer depends on the picture: nothing goes through the skips"
        )
        require(found["stripes"] > 1e-9, message, hint=hint)
        for level in range(depth):
            message = f"the output does not depend on skip {level}"
            require(found.get(f"skip {level}", 0.0) > 1e-9, message, hint=hint)
        hint = "The way up starts from the bottom that it is given."
        require(found["bottom"] > 1e-9, "the output does not depend on the bottom", hint=hint)
        hint = "The skips carry gradients back, too: do not detach them."
        require(found["gradient"] > 1e-12, "no gradient flows through the skips", hint=hint)


@points("TinyUNet", 2, seconds=20)
def test_it_bends_and_every_layer_learns(notebook, rng):
    """There are ReLUs; every parameter has a gradient; what comes out for a picture depends on that picture alone."""
    for sizes, side in (([1, 8, 2], 8), ([2, 6, 1], 6)):
        x = rng.normal(6, sizes[0], side, side)
        bent, neighbours, chance, idle, count = notebook.run(look_inside, sizes, x)
        hint = "Without ReLUs between them all convolutions together are one."
        require(bent > 1e-6, "the network is linear", hint=hint)
        hint = "No dropout: two calls with the same picture give the same."
        require(chance < 1e-9, "the output is another one each time", hint=hint)
        hint = "No batch normalisation here: it makes a picture depend on its neighbours in the batch."
        require(neighbours < 1e-9, "what comes out for a picture depends on its neighbours in the batch", hint=hint)
        message = "some of the parameters have no influence on the output"
        require(idle == 0 and count > 0, message, hint="Is each layer used, on the way down or on the way up?")


@points("TinyUNet", 1, seconds=20)
def test_the_output_is_free(notebook, rng):
    """The output takes both signs and any size: no ReLU, sigmoid or tanh behind the last convolution."""
    x = rng.normal(8, 3, 8, 8)
    lowest, highest, strong = notebook.run(look_at_outputs, [3, 4, 1], x, 30)
    hint = "The last layer is a 1 by 1 convolution, and nothing comes behind it: noise has both signs."
    require(lowest < 0 < highest, "the output of thirty new networks never has both signs", hint=hint)
    require(strong > 3, "the output stays small, however large the weights are", hint=hint)
    require(
        bool(torch.isfinite(as_tensor(strong))), "the output is infinite", hint="Do numbers grow from level to level?"
    )
