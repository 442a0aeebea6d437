"""The students' side of *Generative AI: The Complete Journey*: data sets, seeds and plots, nothing secret.

Importing ``journey`` loads neither torch nor scikit-learn nor matplotlib: each module and function imports what it needs.
It does one thing: from here on ``import torchvision`` works beside a torch without CUDA (`journey.torchvision_import`).
"""

from journey.torchvision_import import install

install()
del install
