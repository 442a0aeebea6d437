"""Hidden tests of `ImageDataset`: what it shows, and on what its chance depends."""

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, inside, points, require


@inside
def show(ns, images, labels, seed, epoch, order, kind, options):
    """What a new data set shows of these pictures, in this order, and what became of the rest of the world."""
    import pickle

    def noise(image):
        return torch.rand(image.shape, dtype=image.dtype)

    def spoil(image):
        return image.mul_(0).add_(torch.rand(1))

    def crop(image):
        return image[..., 1:3, :2]

    transform = {"noise": noise, "spoil": spoil, "crop": crop, None: None}[kind]
    images = images.clone()
    before = images.clone()
    if transform is None and seed is None:
        dataset = ns.ImageDataset(images, labels)
    else:
        dataset = ns.ImageDataset(images, labels, seed=seed, transform=transform)
    if epoch is not None:
        for number in epoch:
            dataset.set_epoch(number)
    if options.get("copied"):  # as a worker process gets it
        state = pickle.loads(pickle.dumps({k: v for k, v in vars(dataset).items() if not callable(v)}))
        for name, value in state.items():
            setattr(dataset, name, value)
    torch.manual_seed(options.get("global_seed", 0))
    state = torch.get_rng_state()
    found = [dataset[i] for i in order]
    return {
        "images": [image for image, _ in found],
        "labels": [label for _, label in found],
        "kinds": [type(label).__name__ for _, label in found],
        "length": len(dataset),
        "changed": not torch.equal(images, before),
        "global_changed": not torch.equal(state, torch.get_rng_state()),
    }


@inside
def run_to_the_end(ns, images, labels):
    """How many pictures a `for` loop gets, the errors that indices beyond the end raise, and the state after a failure."""

    def fail(image):
        torch.rand(3)
        raise ValueError("this transform fails")

    dataset = ns.ImageDataset(images, labels)
    count = 0
    for count, _ in enumerate(dataset, start=1):
        if count > len(images) + 3:
            break
    errors = []
    for i in (len(images), len(images) + 5):
        try:
            dataset[i]
        except Exception as error:
            errors.append(type(error).__name__)
        else:
            errors.append("none")
    torch.manual_seed(5)
    state = torch.get_rng_state()
    failing = ns.ImageDataset(images, labels, seed=1, transform=fail)
    try:
        failing[0]
    except ValueError:
        errors.append("ValueError")
    except Exception as error:
        errors.append(type(error).__name__)
    else:
        errors.append("none")
    return count, errors, not torch.equal(state, torch.get_rng_state())


@inside
def draw_all(ns, images, labels, seeds, epochs):
    """The first numbers that a transform draws, for each seed, epoch and picture: one row for each."""

    def noise(image):
        return torch.rand(4, dtype=torch.float64)

    rows = []
    for seed in seeds:
        dataset = ns.ImageDataset(images, labels, seed=seed, transform=noise)
        for epoch in epochs:
            dataset.set_epoch(epoch)
            rows += [dataset[i][0] for i in range(len(images))]
    return torch.stack(rows)


def draw_pictures(rng, n=6):
    """Pictures and labels."""
    return rng.uniform(0, 1, (n, 2, 4, 5)), rng.integers(0, 48, (n,))


def ask(notebook, images, labels, *, seed=3, epoch=None, order=None, kind="noise", **options):
    """The student's pictures as one tensor, and the rest of the report."""
    order = list(range(len(images))) if order is None else order
    found = notebook.run(show, images, labels, seed, epoch, order, kind, options)
    return torch.stack([as_tensor(image, "a picture") for image in found["images"]]), found


@points("ImageDataset", 1)
def test_pictures_and_labels(notebook, rng):
    """Pictures and labels are those that were given, transformed or not; the loop ends, and nothing given is changed."""
    images, labels = draw_pictures(rng)
    for seed in (None, 4):
        order = [4, 0, 5, 0]
        shown, found = ask(notebook, images, labels, seed=seed, order=order, kind=None)
        assert_close(shown, images[order], what="a picture without a transform", hint="Picture i as it was given.")
        assert_close(found["labels"], labels[order], what="a label", hint="The label of picture i.")
        require(set(found["kinds"]) == {"int"}, "a label is not an int", hint="`int(...)` makes one of a tensor.")
        require(found["length"] == len(images), "the length is not the number of pictures", hint="Look at __len__.")
    shown, _ = ask(notebook, images, labels, kind="crop")
    assert_close(
        shown, images[..., 1:3, :2], what="a picture that was cropped", hint="Return what the transform returns."
    )
    _, found = ask(notebook, images.float(), labels, kind=None)
    assert_dtype(found["images"][0], torch.float32, what="a float32 picture", hint="Keep the dtype.")
    _, found = ask(notebook, images, labels, kind="spoil")
    hint = "A transform may write into what it gets: hand it a copy."
    require(not found["changed"], "a transform that works in place changes the data set's pictures", hint=hint)
    count, errors, _ = notebook.run(run_to_the_end, images, labels)
    hint = "Raise an IndexError for indices from N on: Python's `for` waits for it."
    require(
        int(count) == len(images) and list(errors[:2]) == ["IndexError"] * 2,
        "the data set does not end after N",
        hint=hint,
    )


@points("ImageDataset", 2)
def test_the_same_again(notebook, rng):
    """What a transform draws depends neither on the order, nor on what was asked before, nor on the process or other chance."""
    images, labels = draw_pictures(rng)
    plain, _ = ask(notebook, images, labels, kind=None)
    assert_close(plain, images, what="a picture without a transform", hint="Picture i as it was given.")
    for epoch in (None, [2]):
        first, _ = ask(notebook, images, labels, epoch=epoch)
        hint = "Seed inside of __getitem__, from the data set's seed, the epoch and i, and from nothing else."
        order = [int(i) for i in rng.numpy.permutation(len(images))] + [1, 1]
        cases = {
            "asked in another order": (ask(notebook, images, labels, epoch=epoch, order=order)[0], first[order]),
            "asked alone": (ask(notebook, images, labels, epoch=epoch, order=[3])[0], first[[3]]),
            "under another global seed": (ask(notebook, images, labels, epoch=epoch, global_seed=9)[0], first),
            "in a copy, as workers have it": (ask(notebook, images, labels, epoch=epoch, copied=True)[0], first),
        }
        for name, (shown, right) in cases.items():
            assert_close(shown, right, what=f"the random part of a picture that is {name}", hint=hint)
    again, _ = ask(notebook, images, labels, epoch=[5, 2])
    assert_close(
        again, first, what="the random part in an epoch that was set again", hint="The epoch that is set counts."
    )
    start, _ = ask(notebook, images, labels, epoch=[0])
    right, _ = ask(notebook, images, labels)
    assert_close(right, start, what="the random part before set_epoch", hint="The epoch is 0 at the start.")


@points("ImageDataset", 2)
def test_others_for_each_seed_epoch_and_picture(notebook, rng):
    """No two of many seeds, epochs and pictures draw the same numbers, also where their sums and products agree."""
    images, labels = draw_pictures(rng, 9)
    base = int(rng.integers(0, 2**20))
    for seeds in ([0, 1, 2, 3], [base, base + 1, 2**31]):
        rows = as_tensor(notebook.run(draw_all, images, labels, seeds, [0, 1, 2, 3, 7]), "what was drawn")
        shape = (len(seeds) * 5 * len(images), 4)
        assert_shape(rows, shape, what="what was drawn", hint="Return what the transform returns.")
        different = len({tuple(row) for row in rows.tolist()})
        hint = "Seed, epoch and i all have to matter, and adding them is not mixing: there is `mix`."
        require(different == len(rows), "some pictures, epochs or seeds share their random numbers", hint=hint)
        require(bool(rows.std(dim=0).min() > 0.2), "the random numbers hardly differ", hint=hint)


@points("ImageDataset", 1)
def test_the_rest_of_the_world(notebook, rng):
    """Asking for a picture leaves the global generator as it was, also if the transform raises, whose error comes through."""
    images, labels = draw_pictures(rng)
    _, found = ask(notebook, images, labels)
    hint = "What is seeded and drawn in a block of `torch.random.fork_rng` stays there, however the block ends."
    require(not found["global_changed"], "asking for a picture changes the global generator", hint=hint)
    _, errors, changed = notebook.run(run_to_the_end, images, labels)
    require(errors[2] == "ValueError", "the error of a transform does not come through", hint="Do not catch it.")
    require(not changed, "a transform that fails leaves the global generator changed", hint=hint)
    first, _ = ask(notebook, images, labels)
    assert_shape(first, tuple(images.shape), what="the pictures", hint="Return what the transform returns.")
    require(float((first - images).abs().max()) > 0.01, "the transform is not used", hint="Call it on the picture.")
