# Generated from lessons/00_prerequisites/05_pytorch_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "Checkpoint"
points = 6


@test_case()
def public_check(env):
    global done, model, optimisers, other, place
    globals().update(env)
    model, other = nn.Linear(3, 2), nn.Linear(3, 2)
    optimisers = [torch.optim.SGD(each.parameters(), lr=0.1) for each in (model, other)]
    place = str(folder / "public.pt")
    Checkpoint.save(place, model, optimisers[0], torch.Generator(), 3)
    assert Path(place).is_file(), "one file, at the path that is given"
    done = Checkpoint.load(place, other, optimisers[1], torch.Generator())
    assert int(done) == 3, "load returns what save was told: how many epochs are done"
    assert bool((model.weight == other.weight).all()), "the weights are back"
