"""The students' side of *Generative AI: The Complete Journey*: data sets and plots, nothing secret.

Importing ``journey`` loads neither scikit-learn nor matplotlib: each function imports what it needs when it is called.
"""
