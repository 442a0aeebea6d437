# Generated from lessons/01_autoencoders/07_autoencoder_evaluation.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "evaluation_report"
points = 8


@test_case()
def public_check(env):
    global report, stub_decode, stub_encode, stub_x, stub_y
    globals().update(env)
    stub_encode, stub_decode = lambda x: (x[:, :2], 0 * x[:, :2]), lambda z: z.repeat(1, 32)
    stub_x = torch.rand(80, 64, generator=torch.Generator().manual_seed(0)).round()
    stub_x[0, :2], stub_x[1, :2] = torch.tensor([0.0, 1.0]), torch.tensor([1.0, 0.0])
    stub_y = stub_x[:, 0].long()
    report = evaluation_report(
        stub_encode, stub_decode, stub_x[:50], stub_y[:50], stub_x[50:], stub_y[50:], torch.zeros(30, 2)
    )
    assert sorted(report) == ["distortion", "probe_accuracy", "rate"], "three numbers, by name"
    assert all(isinstance(value, float) for value in report.values()), "Python floats"
    assert report["probe_accuracy"] == 1, "here the first latent number is the label"
