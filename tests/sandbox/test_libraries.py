"""What honest notebooks do still works behind all the walls."""

import pytest

from autograder.sandbox.client import Zygote
from tests.conftest import LIMITS, Probe

pytestmark = pytest.mark.sandbox


@pytest.mark.parametrize(
    "source",
    [
        """
import torch
torch.manual_seed(0)
model = torch.nn.Sequential(torch.nn.Linear(2, 16), torch.nn.ReLU(), torch.nn.Linear(16, 1))
optimiser = torch.optim.Adam(model.parameters(), 1e-2)
x = torch.randn(128, 2)
y = x.prod(1, keepdim=True)
losses = []
for _ in range(100):
    loss = ((model(x) - y) ** 2).mean()
    optimiser.zero_grad(); loss.backward(); optimiser.step()
    losses.append(loss.item())
found = losses[-1] < 0.5 * losses[0]
""",
        """
import torch
from torch.utils.data import DataLoader, TensorDataset
loader = DataLoader(TensorDataset(torch.arange(64.0).reshape(32, 2)), batch_size=4, num_workers=2)
found = sum(batch[0].sum().item() for batch in loader) == 64 * 63 / 2
""",
        """
import torch
from torch.utils.data import DataLoader, TensorDataset
loader = DataLoader(TensorDataset(torch.arange(8.0)), num_workers=1, persistent_workers=True, pin_memory=False)
found = [sum(b[0].item() for b in loader) for _ in range(2)] == [28, 28]
""",
        """
import subprocess
command = ["python", "-c", "import numpy; print(numpy.arange(3).sum())"]
found = subprocess.run(command, capture_output=True, text=True).stdout == "3\\n"
""",
        """
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(4) as pool:
    found = list(pool.map(lambda x: x * x, range(5))) == [0, 1, 4, 9, 16]
""",
        """
import multiprocessing as mp
def square(x): return x * x
with mp.get_context("fork").Pool(2) as pool:
    found = pool.map(square, range(5)) == [0, 1, 4, 9, 16]
""",
        """
import io
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.plot([1, 2], [3, 4]); axes.set_title("title")
figure.savefig("a.png"); figure.savefig("a.svg")
found = open("a.png", "rb").read(4) == b"\\x89PNG"
""",
        """
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
digits = load_digits()
x, y = digits.data / 16, digits.target
found = LogisticRegression(max_iter=50).fit(x[:500], y[:500]).score(x[500:], y[500:]) > 0.8
""",
        """
from sklearn.ensemble import RandomForestClassifier
from sklearn.datasets import load_iris
x, y = load_iris(return_X_y=True)
found = RandomForestClassifier(10, n_jobs=2).fit(x, y).score(x, y) > 0.9
""",
        """
import journey
from journey import data
found = journey.__file__.startswith("/sandbox/journey")
""",
        """
import torchvision.transforms as transforms
import torch
found = tuple(transforms.Resize(4)(torch.ones(1, 8, 8)).shape) == (1, 4, 4)
""",
        """
import scipy.linalg, scipy.stats, pandas, numpy as np
found = abs(scipy.linalg.expm(np.zeros((2, 2)))[0, 0] - 1) < 1e-12 and len(pandas.DataFrame({"a": [1, 2]})) == 2
""",
        """
import torch
torch.save({"a": torch.ones(2)}, "a.pt")
found = torch.load("a.pt")["a"].sum().item() == 2
""",
        """
import tempfile, pathlib, getpass, socket, os, time, datetime
with tempfile.TemporaryDirectory() as folder:
    pathlib.Path(folder, "a").write_text("b")
found = getpass.getuser() == "student" and str(pathlib.Path.home()) == "/tmp" and socket.gethostname() == "sandbox"
""",
        """
import torch
@torch.no_grad()
def f(x): return torch.func.vmap(lambda v: v * 2)(x)
jacobian = torch.func.jacrev(lambda x: x ** 2)(torch.ones(3))
found = bool((f(torch.ones(2)) == 2).all()) and jacobian.diagonal().tolist() == [2, 2, 2]
""",
        """
import asyncio
async def main(): return await asyncio.gather(*(asyncio.sleep(0, i) for i in range(3)))
found = asyncio.run(main()) == [0, 1, 2]
""",
    ],
    ids=[
        "training", "DataLoader with workers", "persistent workers", "subprocess", "threads", "process pool", "matplotlib",
        "scikit-learn", "scikit-learn with joblib", "journey", "torchvision", "scipy and pandas", "saving and loading",
        "temporary files and names", "torch.func", "asyncio",
    ],
)  # fmt: skip
def test_works(probe, source):
    assert probe.value(source, 30) is True


def test_torchvision_is_there_for_lessons_that_do_not_preload_it():
    """Beside a torch without CUDA it can be imported only since the zygote has imported journey."""
    with Zygote(LIMITS, preload=("numpy",)) as zygote:
        probe = Probe(zygote.spawn())
        assert probe.value("import sys; found = 'torchvision' in sys.modules") is False
        source = """
import torch
import torchvision
from torchvision.transforms import v2
from torchvision.utils import make_grid
x = v2.Resize(4)(torch.ones(3, 1, 8, 8))
found = tuple(x.shape) == (3, 1, 4, 4) and make_grid(x).shape[0] == 3
"""
        assert probe.value(source, 60) is True
        probe.process.close()


def test_works_in_a_fork(probe):
    """A state that was forked from a trained one goes on training."""
    probe.cell(
        "import torch\nmodel = torch.nn.Linear(2, 1)\noptimiser = torch.optim.Adam(model.parameters())\n"
        "def step():\n    loss = model(torch.ones(1, 2)).sum() ** 2\n    optimiser.zero_grad(); loss.backward()\n"
        "    optimiser.step()\n    return loss.item()\nstep()"
    )
    request = {"op": "call", "name": "step", "args": [], "kwargs": {}, "key": "a"}
    losses = [fork.request(request, 5)["ok"] for fork in (probe.process.fork(5), probe.process.fork(5))]
    assert losses[0] == losses[1]


def test_no_parent_of_a_fork_has_threads(probe):
    probe.cell("import torch\nx = torch.randn(500, 500)\nfor _ in range(3): x = x @ x / 500")
    assert probe.value("import os; found = len(os.listdir('/proc/self/task'))") == 1
    assert probe.value("import torch; found = torch.get_num_threads()") == 1
