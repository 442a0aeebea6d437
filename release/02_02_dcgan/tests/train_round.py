# Generated from lessons/02_gans/02_dcgan.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "train_round"
points = 8


@test_case()
def public_check(env):
    global D, G, before, losses, moved, net, old, optimisers
    globals().update(env)
    torch.manual_seed(0)
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    before = [copy.deepcopy(net.state_dict()) for net in (G, D)]
    optimisers = [torch.optim.SGD(net.parameters(), lr=0.1) for net in (G, D)]
    losses = train_round(G, D, *optimisers, x_train[:6], noise[:6])
    assert len(losses) == 2, "two losses"
    assert all(isinstance(loss, float) for loss in losses), "losses as Python floats: loss.item()"
    assert abs(losses[0] - 2 * math.log(2)) < 0.2, "an untrained D guesses: its loss is near 2 log 2"
    for net, old in zip((G, D), before, strict=True):
        moved = any(not torch.equal(parameter, old[name]) for name, parameter in net.named_parameters())
        assert moved, "both networks take a step"
