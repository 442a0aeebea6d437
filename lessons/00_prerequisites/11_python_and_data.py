# %% [markdown]
# # Python and data: one table, two winners
#
# Four small generative models were trained, six times each. The results make a table of 24 rows. Two people made a
# ranking out of it, with a few lines of Python each. Both programs ran without an error. One says that the model
# called *rapid* is the best of the four. The other says that it is the worst. *Who is right? And could you tell from
# the code?*
#
# ![The same 24 results: in the left ranking rapid comes first, in the right one last](images/result.svg)
#
# A mistake that stops with an error is a friendly one. Most mistakes with data are of the other kind: something comes
# out, it looks like a number, and it is wrong. In this notebook you learn the tools with which all the others are
# written, NumPy, pandas and matplotlib, and at each of them the mistakes that make no noise. At the end you repair
# the wrong one of the two programs, and write a check that no wrong program gets past.

# %% [markdown]
# ## The whole lesson in one picture
#
# ![From a notebook to arrays, masks, windows, groups, rankings and checks, and the silent mistake at each](images/overview.svg)
#
# **Why this matters for generative AI.** A model learns from tables of numbers, and it is judged by tables of
# numbers. A batch of sentences is a table with gaps, which a *mask* covers. A language model reads *windows* of a
# long text. A model that paints "a seven" is told so by a *one-hot* row. Which word is said next is chosen among the
# *top k*. And which of two models is better is a *group-by* over their runs. These are the exercises of this
# notebook.
#
# **What you need.** You have written functions, loops and `if` in Python before; that is all. There is no mathematics
# beyond school in it.
#
# **How this notebook works.** Each section explains one idea, shows it running, and asks you to build it. Ten coding
# exercises (51 points) and one question in words (4 points) take about two and a quarter hours with the reading; the
# difficulty rises from 1 to 3 of 5. After section 5 is a good place for a break. Run every cell as you come to it
# (Shift + Enter). In an exercise you replace `raise NotImplementedError` with your own code. Under each one there is
# a check cell: it catches common slips, but passing it is *not* enough. Hidden tests look at other inputs and at the
# edge cases that the docstring (the text under `def`) names. Hints unfold step by step; opening them costs nothing.

# %%
import io
import sys

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from journey.data import digits
from journey.plots import show_images

print("ready")  # -> ready

# %% [markdown]
# The first line of every notebook says what is borrowed. By custom NumPy is called `np`, pandas `pd`, and
# matplotlib's drawing part `plt`; `journey` is this course's own small package.
#
# ## 1 What a notebook is: a page and a memory
#
# What you are looking at is a **page**: text, pieces of code called **cells**, and below each cell what it printed.
# The code is not run by the page. Behind it works the **kernel**, one Python program that was started with the
# notebook and that waits. When you run a cell, its text is sent to the kernel, and the kernel runs it *in the memory
# that it has at that moment*. What the cell defines stays there until the kernel is restarted.
#
# ![Left: the page with three cells. Right: the kernel's memory after three orders of running](images/kernel.svg)
#
# The page shows the code. It does not show the memory, and that is the one great trap of notebooks:
#
# - Cells may be run **in any order**, and again and again. The number in brackets, as in `[7]`, counts the runs of
#   the kernel; it is the only trace of the order.
# - A cell that was **changed** after it had run shows one thing on the page and has left another in the memory.
# - A cell that was **deleted** is gone from the page. What it defined is still in the memory.
#
# This is called **hidden state**. A study of more than a million published notebooks (Pimentel et al., 2019) ran
# again those of which the order was clear: about one in four got to its end without an error, and one in twenty-five
# with the results on its page. The remedy is one menu entry, **Restart Kernel and Run All Cells**: forget everything,
# then run each cell once, from top to bottom. *A result counts when it survives that.* Your notebook is graded in the
# same way: with a fresh memory, from top to bottom.
#
# You can build a kernel in four lines. Its memory is a dictionary from names to values:

# %%
cells = ["x = 2", "x = x * 3", "y = x + 1"]


def run_in_order(order):
    memory = {}  # a fresh kernel
    for number in order:
        exec(cells[number], {}, memory)  # run the text of a cell in this memory
    return memory


print(run_in_order([0, 1, 2]))  # -> {'x': 6, 'y': 7}
print(run_in_order([0, 1, 1, 2]))  # -> {'x': 18, 'y': 19}
try:
    run_in_order([1, 0, 2])
except NameError as error:
    print("NameError:", error)  # -> NameError: name 'x' is not defined

# %% [markdown]
# The same three cells, three stories. In the second one somebody ran the middle cell twice, and the page looks the
# same. Note that the middle cell *reads* `x` before it *writes* it: `x = x * 3` needs an `x` that is there already.
#
# **Reading an error.** When something stops, read from *below*. The last line says what kind of error it was and why;
# the lines above it say where. `NameError`: no such name in memory, because of a slip in its spelling or a cell that
# has not been run. `TypeError`: the wrong kind of thing. `IndexError`: a position that is not there. `ValueError`:
# the right kind of thing, with an impossible value or shape. And `name?` in a cell of its own shows the help for
# whatever is called `name`.

# %% [markdown] task="first_failure"
# ### Exercise 1 · `first_failure` · 4 points · 8 minutes · predict
#
# Predict what **Restart Kernel and Run All Cells** will do, without running anything. Of each cell you are told which
# names it reads and which it writes. A cell that reads a name which nobody has written before it stops with a
# `NameError`; it writes nothing, and no cell below it is run.


# %% exercise="first_failure" points=4 difficulty=1 minutes=8 needs=[]
def first_failure(cells):
    """Predict where a notebook stops when it is restarted and run from top to bottom, and what is in memory then.

    Args:
        cells: a list with one pair (reads, writes) for each cell, from top to bottom: two sets of names (str). A cell
            reads all of its names before it writes any. The sets are not changed.

    Returns:
        (stop, names): the position of the cell that stops with a NameError, counted from 0, or None if all cells run;
        and the set of the names that are in memory at the end.
        An empty notebook runs, and leaves nothing in memory.
    """
    ### BEGIN SOLUTION
    names = set()
    for position, (reads, writes) in enumerate(cells):
        if not reads <= names:
            return position, names
        names = names | writes
    return None, names
    ### END SOLUTION


# %% public_test="first_failure"
answer = first_failure([(set(), {"x"}), ({"x"}, {"x"}), ({"x"}, {"y"})])
assert answer is not None, "is a `return` missing?"
assert len(answer) == 2, "two things: where it stops, and the names in memory"
assert answer[0] is None, "these are the three cells above, from top to bottom: none of them stops"
assert all(isinstance(name, str) for name in answer[1]), "the second thing is a set of names"
stop, _ = first_failure([({"z"}, {"y"})])
assert isinstance(stop, (int, np.integer)), "nobody has written z: a position, one whole number"

# %% [markdown] hint="first_failure"
# Play the kernel, with pencil and paper. What do you have to remember from one cell to the next?
#
# ---
# Only the set of names that are defined so far. It begins empty. For each cell: is everything there that it reads? If
# not, you are done. If so, what it writes comes in.
#
# ---
# For two sets, `a <= b` says that all of `a` is in `b`, and `a | b` is a new set with all of both. (`a |= b` would
# change `a` itself, which may be somebody else's.) `enumerate(cells)` counts along.

# %% tags=["demo"]
page = {  # each cell, what it reads, what it writes; print is always there
    "import numpy as np": (set(), {"np"}),
    "clean = raw - np.mean(raw)": ({"np", "raw"}, {"clean"}),
    "raw = np.array([1.0, 4.0])": ({"np"}, {"raw"}),
    "print(clean)": ({"clean"}, set()),
}
stop, names = first_failure(list(page.values()))
print("its author ran the third cell before the second, and never noticed")
print("restarted, it stops at:", list(page)[stop], "  in memory:", sorted(names))

# %% [markdown]
# ## 2 Arrays: a thousand numbers, one line
#
# A Python list can hold anything. A NumPy **array** (Harris et al., 2020) holds numbers of *one* kind, packed side by
# side, and that is why it is fast. Two things describe it: its **shape**, how many numbers there are along each
# *axis*, and its **dtype**, the kind of number: `float64` (numbers with a point), `int64` (whole numbers), `bool`
# (true or false), `uint8` (whole numbers from 0 to 255, the usual kind in image files).
#
# Our data are 1297 pictures of handwritten digits, 8 by 8 pixels each. One picture is one row of 64 numbers, from 0
# (paper) to 1 (ink). The function `digits` hands out another library's arrays; `.numpy()` makes NumPy's out of them.

# %%
data = digits()
pictures, labels = data.train.numpy(), data.train_labels.numpy()
print(pictures.shape, pictures.dtype, labels.shape, labels.dtype)  # -> (1297, 64) float64 (1297,) int64
print((16 * pictures[0].reshape(8, 8)).astype(int))  # one picture as a square of whole numbers
print("it shows a", labels[0])

table = np.array([[1, 2, 3], [4, 5, 6]])
print(table.shape, table[1], table[1, 2], table[:, 0])  # -> (2, 3) [4 5 6] 6 [1 4]
print((10 * table + 1).tolist())  # -> [[11, 21, 31], [41, 51, 61]]
print((table > 2).tolist())  # -> [[False, False, True], [True, True, True]]
print(table.sum(), table.sum(axis=0), table.sum(axis=1))  # -> 21 [5 7 9] [ 6 15]

# %% [markdown]
# **Taking parts.** Positions count from 0, and negative ones from the end. A range `a:b` contains `a` and stops
# *before* `b`; a bare `:` means all of this axis.
#
# | code | what it takes | shape, for our pictures |
# | --- | --- | --- |
# | `pictures[3]` | one row: the fourth picture | `(64,)` |
# | `pictures[-1]` | the last one | `(64,)` |
# | `pictures[:10]` | the first ten | `(10, 64)` |
# | `pictures[:, 0]` | one column: the first pixel of every picture | `(1297,)` |
# | `pictures[[5, 2, 5]]` | these rows, in this order | `(3, 64)` |
# | `pictures[labels == 7]` | the rows for which a comparison holds: all sevens | `(121, 64)` |
#
# Now read the last three lines of the cell again; most of this notebook is in them.
#
# - **Arithmetic works on all entries at once**, and so does a comparison: `table > 2` is an array of true and false.
# - **The axis that you name is the one that disappears.** Of shape `(2, 3)`, `sum(axis=0)` leaves 3 numbers (each
#   column added up) and `sum(axis=1)` leaves 2 (each row). Without an axis one number is left.
# - **True counts as 1** in a sum, so the sum of a comparison counts how often it holds.
#
# **Why not a loop?** Because Python looks at each step anew: what kind of thing is this, how are two of these added?
# NumPy asks once for the whole array and then runs a loop that was compiled beforehand. To replace a Python loop by
# one operation on arrays is called **vectorising**. How much it saves depends on the machine; but we can *count*. The
# function below counts the lines of Python that a call runs through, with all that it calls.

# %%


def count_lines(function, *arguments):
    """How many lines of Python are run through in function(*arguments). (You need not understand how it does it.)"""
    count = 0

    def watch(frame, event, _):
        nonlocal count
        count += event == "line"
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        function(*arguments)
    finally:
        sys.settrace(before)
    return count


def count_ink_slowly(pictures, level):
    counts = []
    for picture in pictures:
        count = 0
        for pixel in picture:
            if pixel > level:
                count = count + 1
        counts.append(count)
    return np.array(counts)


def brightest(pictures):
    return pictures.max(axis=1)


print(count_lines(count_ink_slowly, pictures[:10], 0.5) > 1000)  # -> True
print(count_lines(count_ink_slowly, pictures[:100], 0.5) > 10_000)  # -> True
print(count_lines(brightest, pictures[:10]) == count_lines(brightest, pictures))  # -> True

# %% [markdown]
# The loop's lines grow with the data. Those of `brightest` are the same for 10 pictures and for all 1297: that is the
# mark of vectorised code, and it is what the hidden tests look at. (What NumPy does in its compiled part is not
# counted.)

# %% [markdown] task="count_ink"
# ### Exercise 2 · `count_ink` · 4 points · 6 minutes · vectorise
#
# Write `count_ink_slowly` without a loop: one line will do. The lines of Python that it runs through must not grow
# with the number of pictures or pixels.


# %% exercise="count_ink" points=4 difficulty=1 minutes=6 needs=[]
def count_ink(pictures, level):
    """Count in each picture the pixels that are darker than a level, without a loop over pictures or pixels.

    Args:
        pictures: an array of shape [N, D], one picture in each row; floats or ints, N and D at least 1. Not changed.
        level: a number. A pixel counts if it is strictly greater. A pixel that is NaN ("not a number") does not count.

    Returns:
        An int64 array of shape [N].
    """
    ### BEGIN SOLUTION
    return (pictures > level).sum(axis=1)
    ### END SOLUTION


# %% public_test="count_ink"
counts = count_ink(np.array([[0.0, 0.5, 1.0, 0.9], [0.1, 0.2, 0.3, 0.0], [1.0, 1.0, 1.0, 1.0]]), 0.5)
counts = np.asarray(counts)
assert counts.shape == (3,), "three pictures, three counts"
assert counts.dtype == np.int64, "counts are whole numbers, int64"
assert counts[2] == 4, "all four pixels of the last picture are darker than 0.5"
few, many = count_lines(count_ink, pictures[:5], 0.5), count_lines(count_ink, pictures[:200], 0.5)
assert many < few + 50, "the lines of Python grow with the number of pictures: there is a loop"

# %% [markdown] hint="count_ink"
# A comparison of the whole array with one number gives an array of the same shape, of true and false. What is its
# sum?
#
# ---
# True counts as 1. You want one number for each row, so the axis that disappears is that of the pixels.
#
# ---
# `(pictures > level)` has shape `[N, D]`; `.sum(axis=1)` adds up along the rows and leaves `[N]`.

# %% tags=["demo"]
order = np.argsort(count_ink(pictures, 0.5))  # positions, from the least ink to the most; section 7 has more on it
show_images({"least ink": pictures[order[:10]], "most ink": pictures[order[-10:]]}, title="Counted by your own code")

# %% [markdown]
# **A view is not a copy.** A part of an array that was taken with `:` or with one number is a **view**: a window onto
# the same numbers, which costs nothing. Whoever writes into it writes into the original. A part that was taken with a
# *list of positions* or with a *comparison* is a copy. `.copy()` makes one whenever you want it, and so does
# arithmetic.

# %%
table = np.array([[1, 2, 3], [4, 5, 6]])
row = table[0]  # a view
row[0] = 100
print(table.tolist())  # -> [[100, 2, 3], [4, 5, 6]]
chosen = table[[0, 1], [1, 1]]  # a copy: the entries (0, 1) and (1, 1)
chosen[:] = 0
print(table.tolist())  # -> [[100, 2, 3], [4, 5, 6]]
other = table  # not even a view: a second name for the same array
other += 1  # in place
print(table.tolist())  # -> [[101, 3, 4], [5, 6, 7]]
other = other + 1  # a new array; from here on `other` means that one
print(table[0, 0], other[0, 0])  # -> 101 102

small = np.array([200, 100], dtype=np.uint8)
print(small + small)  # -> [144 200]

# %% [markdown]
# The last line is a silent mistake of another kind: 200 + 200 is 400, and 400 is more than a `uint8` can hold, so it
# counts on from 0 like the clock after midnight. Before you compute with pixels of an image file, make them floats:
# `small.astype(float)`.
#
# ## 3 Broadcasting: one row for all, or one column
#
# What does `[N, D]` minus `[D]` mean? NumPy puts the two shapes side by side, **flush right**. Sizes that are equal
# fit. A size of 1, or a missing one, fits everything: the same numbers are used again and again along that axis. That
# is called **broadcasting**, and it is how vectorised code says "for each row, the same" without a loop.
#
# ![A table of shape 3, 4 with a row of shape 4, and with a column of shape 3, 1](images/broadcast.svg)

# %%
scores = np.array([[1.0, 2.0, 3.0, 6.0], [10.0, 10.0, 20.0, 40.0], [0.0, 0.0, 5.0, 5.0]])  # [3, 4]
print((scores - np.array([1.0, 2.0, 3.0, 6.0])).tolist()[0])  # -> [0.0, 0.0, 0.0, 0.0]
print(scores.mean(axis=1).shape, scores.mean(axis=1, keepdims=True).shape)  # -> (3,) (3, 1)
print((scores - scores.mean(axis=1, keepdims=True)).tolist()[1])  # -> [-10.0, -10.0, 0.0, 20.0]
try:
    scores - scores.mean(axis=1)
except ValueError as error:
    print(error)  # -> operands could not be broadcast together with shapes (3,4) (3,)

# %% [markdown]
# The mean of each *row* has shape `(3,)`, which flush right stands below the *columns*. So it does not fit, and NumPy
# says so. `keepdims=True` keeps the axis that was summed away, with size 1: shape `(3, 1)`, a column, one number
# beside each row.
#
# **The trap.** NumPy sees sizes, not meanings. Had the table been square, `(4, 4)`, the shape `(4,)` would have
# fitted: every *column* would have got the mean of some *row*. No error, a table of the right shape, all wrong. (The
# noise of a diffusion model is scaled by one number for each picture; whoever has batches of 64 pictures of 64 pixels
# has met it.)
#
# **Use it: contrast.** Some of the pictures were written with a weak pen. To *stretch* the contrast of a picture,
# send its lightest pixel to 0, its darkest to 1, and all others in proportion:
#
# $$\text{stretched} = \frac{x - \min}{\max - \min} \tag{1}$$
#
# where the minimum and the maximum are taken over the pixels of *this* picture. Since $\min \le x \le \max$, the
# result lies between 0 and 1. If all pixels are equal, (1) would be $0/0$, which NumPy calls `nan`, *not a number*,
# with no more than a warning. There is nothing to stretch in such a picture; it shall become 0 everywhere.

# %% [markdown] task="stretch"
# ### Exercise 3 · `stretch` · 5 points · 8 minutes · vectorise
#
# Stretch the contrast of every picture for itself, by equation (1), without a loop over pictures. Think of square
# tables, of pictures of one colour, and of whole numbers.


# %% exercise="stretch" points=5 difficulty=1 minutes=8 needs=[]
def stretch(pictures):
    """Stretch the contrast of each picture to the whole range from 0 to 1, equation (1), without a loop over pictures.

    Args:
        pictures: an array of shape [N, D], one picture in each row, N and D at least 1. Floats, however large or small, or
            ints of any kind (np.uint8, np.int8, …), which may use their whole range. Not changed.

    Returns:
        A float64 array of shape [N, D]. A picture whose pixels are all equal becomes 0 everywhere.
    """
    ### BEGIN SOLUTION
    x = pictures.astype(float)
    low = x.min(axis=1, keepdims=True)
    span = x.max(axis=1, keepdims=True) - low
    return (x - low) / np.where(span > 0, span, 1)
    ### END SOLUTION


# %% public_test="stretch"
stretched = stretch(np.array([[2.0, 4.0, 3.0], [0.0, 10.0, 10.0]]))
stretched = np.asarray(stretched)
assert stretched.shape == (2, 3), "as many pictures and pixels as before"
assert stretched.dtype == np.float64, "the result is float64"
assert stretched.min() == 0, "the lightest pixel becomes 0"
assert stretched.max() == 1, "the darkest pixel becomes 1"
assert np.isfinite(stretch(np.ones((1, 4)))).all(), "a picture of one colour: 0 divided by 0 is not a number"

# %% [markdown] hint="stretch"
# One minimum and one maximum for each row. What shape must they have to stand beside the rows?
#
# ---
# `pictures.min(axis=1, keepdims=True)` has shape `[N, 1]`. Where the difference of maximum and minimum is 0, the
# numerator is 0 as well, so you may divide by 1 there.
#
# ---
# `np.where(span > 0, span, 1)` takes `span` where it is positive and 1 elsewhere. Begin with `.astype(float)`, which
# makes a copy and leaves the narrow kinds of whole numbers behind: as `np.int8`, 127 - (-128) is -1.

# %% tags=["demo"]
pale = 0.4 + 0.15 * pictures[:10]  # a grey photocopy
show_images({"photocopy": pale, "stretched": stretch(pale)}, title="Stretched by your own code")

# %% [markdown]
# ## 4 Masks: numbers that should not count
#
# Data have gaps. A sensor was off, a training run crashed, and in a batch of sentences the short ones are filled up
# so that all have the same length. There are two ways to say "this entry does not count". One is a **mask**, a second
# array of the same shape that is `True` where a number counts. The other is **NaN**, the "not a number" of section 3,
# written where a number is missing; arrays of floats can hold it.
#
# NaN has two habits that one has to know (they are in the standard for floating-point numbers; Goldberg, 1991):
#
# - **It is contagious.** NaN plus anything is NaN, and *0 times NaN is NaN*. One of them in a sum, and the sum is
#   gone.
# - **It is equal to nothing, not even to itself.** `x == np.nan` is false for every `x`. Ask with `np.isnan(x)`.
#
# Masks are made by comparisons and joined by `&` (and), `|` (or), `~` (not), with brackets around each part. Python's
# own `and` and `or` want one truth value and do not work here.

# %%
x = np.array([3.0, np.nan, 5.0, -1.0])
print(x == np.nan, np.isnan(x))  # -> [False False False False] [False  True False False]
mask = ~np.isnan(x) & (x > 0)
print(mask, x[mask])  # -> [ True False  True False] [3. 5.]
print((x * mask).sum(), np.where(mask, x, 0).sum())  # -> nan 8.0

# %% [markdown]
# The last line shows the two ways to leave entries out of a sum. Multiplying by the mask is what people write first,
# and it works until the day when a NaN (or an infinity) stands where the mask is False. `np.where(mask, x, 0)`
# *chooses* instead of multiplying. The **masked mean** of one row, with $m_j = 1$ where an entry counts and $0$
# elsewhere ($\sum_j$ means: add up over all $j$), is
#
# $$\text{mean} = \frac{\text{sum of those } x_j \text{ that have } m_j = 1}{\sum_j m_j} \tag{2}$$
#
# It divides by the number of entries *that count*, not by the length of the row. Language models are trained with
# this formula. The **loss** says how wrong a model is, so lower is better; the loss of a sentence is the mean over its
# words, and the filling at its end must not count.

# %% [markdown] task="masked_mean"
# ### Exercise 4 · `masked_mean` · 5 points · 8 minutes · implement
#
# Write equation (2) for each row, whatever stands where the mask is False. Loops are allowed from here on, where
# nothing else is said; most of you will not want them any more.


# %% exercise="masked_mean" points=5 difficulty=2 minutes=8 needs=[]
def masked_mean(values, mask):
    """The mean along the last axis over the entries that count, equation (2).

    Args:
        values: float64 or int array of shape [..., L]: one axis or more, L at least 0. Where mask is False there may be
            anything, NaN and infinities included. Where it is True the values are finite. Not changed.
        mask: bool array of the same shape. True: the entry counts.

    Returns:
        Floats of shape [...], float64: one mean for each row. A row in which nothing counts has the mean 0.
        For values of shape [L] it is one number.
    """
    ### BEGIN SOLUTION
    count = mask.sum(axis=-1)
    total = np.where(mask, values, 0).sum(axis=-1)
    return total / np.maximum(count, 1)
    ### END SOLUTION


# %% public_test="masked_mean"
losses = np.array([[1.0, 2.0, 3.0, 9.0], [5.0, 7.0, 8.0, 8.0], [1.0, 1.0, 1.0, 1.0]])
counts_here = np.array([[True, True, True, False], [True, True, False, False], [True, True, True, True]])
means = np.asarray(masked_mean(losses, counts_here))
assert means.shape == (3,), "three rows, three means"
assert means.dtype == np.float64, "means are float64"
assert means[2] == 1, "the mean of four ones, all of which count"
assert np.isfinite(masked_mean(losses, np.zeros((3, 4), dtype=bool))).all(), "nothing counts: 0, not NaN"

# %% [markdown] hint="masked_mean"
# You need two numbers for each row: how many entries count, and the sum of these entries.
#
# ---
# Choose, do not multiply: `np.where(mask, values, 0)`. The last axis is `axis=-1`, however many there are.
#
# ---
# Where the number of entries is 0, the sum is 0 as well, and you may divide by 1: `np.maximum(count, 1)` is the
# larger of the two, entry by entry.

# %% tags=["demo"]
sentences = ["the cat sat", "no", "the dog ran away from it"]
lengths = np.array([len(sentence.split()) for sentence in sentences])
counted = np.arange(6) < lengths[:, None]  # [3, 6]: a column of lengths beside a row of positions
loss_of_word = np.where(counted, 2.0, np.nan)  # each word costs 2.0; the filling is garbage
print(counted.astype(int))
print("masked:", masked_mean(loss_of_word, counted), " unmasked:", loss_of_word.mean(axis=1))

# %% [markdown]
# ## 5 Windows: a long series in short pieces
#
# A text, a melody or a curve is one long row of numbers. A model reads it in pieces of a fixed length, and the pieces
# overlap: **windows** of width $w$ that begin every $s$ places. Of the word "learning", the windows of width 3 with
# step 2 are "lea", "arn", "nin"; the "g" that is left over does not fill one. Of a row of length $T \ge w$ there are
#
# $$n = \left\lfloor \frac{T - w}{s} \right\rfloor + 1 \tag{3}$$
#
# windows, where $\lfloor\ \rfloor$ cuts off what stands behind the point (in Python `//`); of a shorter row there are
# none.
#
# <details><summary>Proof</summary>
#
# Window number $i$, counted from 0, begins at place $si$ and ends before place $si + w$. It lies inside if $si + w
# \le T$, that is, if $i \le (T - w)/s$. The whole numbers from 0 to $\lfloor (T - w)/s \rfloor$ satisfy this, and
# they are one more than the last of them says. For "learning": $T = 8$, $w = 3$, $s = 2$, and $\lfloor 5/2 \rfloor +
# 1 = 3$. ∎
#
# </details>
#
# **How to take them all at once.** An array can be indexed with an *array of positions*, of any shape, and the result
# has the shape of the positions. So we need a table of positions, and broadcasting makes it out of a column of
# beginnings and a row of offsets:

# %%
word = np.array(list("learning"))
starts = np.array([0, 2, 4])
positions = starts[:, None] + np.arange(3)  # [3, 1] and [3] make [3, 3]
print(starts[:, None].shape, positions.tolist())  # -> (3, 1) [[0, 1, 2], [2, 3, 4], [4, 5, 6]]
print(word[positions].tolist())  # -> [['l', 'e', 'a'], ['a', 'r', 'n'], ['n', 'i', 'n']]

# %% [markdown]
# `starts[:, None]` gives an array one more axis, of size 1: the `[3]` becomes a column `[3, 1]`. It is the same as
# `starts.reshape(3, 1)`. Remember this pair, a column and a row; it turns up in every second exercise of this course.

# %% [markdown] task="windows"
# ### Exercise 5 · `windows` · 5 points · 8 minutes · implement
#
# Cut a series into its windows, (3), without a loop over windows. What you return shall be a copy: whoever normalises
# one window in place must not change its neighbours.


# %% exercise="windows" points=5 difficulty=2 minutes=8 needs=[]
def windows(series, width, step=1):
    """Cut a series into overlapping windows, without a loop over windows.

    Args:
        series: an array of shape [T], of any dtype, T at least 0. Not changed.
        width: how long a window is, an int of at least 1.
        step: how far apart the beginnings of two neighbours are, an int of at least 1.

    Returns:
        An array of shape [n, width] with n as in equation (3) and the dtype of series: row i is
        series[i * step : i * step + width]. Only whole windows; shape [0, width] if the series is too short for one.
        It is a copy that one can write into: that changes neither the series nor another window.
    """
    ### BEGIN SOLUTION
    n = max((len(series) - width) // step + 1, 0)
    starts = step * np.arange(n)
    return series[starts[:, None] + np.arange(width)]
    ### END SOLUTION


# %% public_test="windows"
pieces = np.asarray(windows(np.arange(8), 3, 2))
assert pieces.shape == (3, 3), "8 numbers, width 3, step 2: the word `learning` above"
assert pieces.dtype == np.arange(8).dtype, "the dtype of the series"
assert (pieces[:, 1] - pieces[:, 0] == 1).all(), "inside a window, neighbours of the series stay neighbours"
none = np.asarray(windows(np.zeros(2), 5))
assert none.shape == (0, 5), "too short for one window: no rows, five columns"
assert none.dtype == np.float64, "the dtype of the series, also where there is no window"

# %% [markdown] hint="windows"
# Three steps: how many windows, where each begins, which positions each has.
#
# ---
# $n$ is in (3), but for short series the formula can go below 0. The beginnings are $0, s, 2s, \dots$: `step *
# np.arange(n)`.
#
# ---
# A column of beginnings plus a row `np.arange(width)` is a table of positions of shape `[n, width]`; `series[table]`
# is what you want, and indexing with an array always makes a copy.

# %% [markdown]
# **Seeing it: matplotlib.** A chart has a *figure*, the sheet of paper, and on it one or several *axes*, each with
# its own pair of scales (Hunter, 2007). `plt.plot(x, y)` draws a line on the current axes, `plt.scatter` points,
# `plt.hist` a histogram, `plt.bar` bars. Then say what is what: a chart without names on its axes is a riddle. Which
# chart for which question?
#
# | question | chart |
# | --- | --- |
# | How does it develop? | a line, `plt.plot` |
# | How do two quantities belong together? | points, `plt.scatter` |
# | How are many numbers spread? | a histogram, `plt.hist` |
# | How do a few amounts compare? | bars, `plt.bar`, which begin at 0 |
#
# The first one, then. The loss of a training run jumps up and down from step to step, and nobody sees whether it
# still falls. The mean over a window of the last 50 steps shows it:

# %% tags=["demo"]
rng = np.random.default_rng(0)  # a source of random numbers that starts the same way every time
steps = np.arange(1000)
loss = 0.4 + 1.6 * np.exp(-steps / 250) + 0.12 * rng.normal(size=1000)  # invented, but they look like this
plt.figure(figsize=(7, 3.5))
plt.plot(steps, loss, color="lightgrey", label="each step")
plt.plot(steps[49:], windows(loss, 50).mean(axis=1), color="tab:blue", label="mean of the last 50 steps")
plt.xlabel("step")
plt.ylabel("loss")
plt.title("Smoothed by your own windows")
plt.legend()
plt.show()

# %% [markdown]
# With letters instead of numbers, the same windows are the training data of a language model: of each window the
# model sees all but the last letter, and has to guess the last one. `x, y = pieces[:, :-1], pieces[:, -1]`, and there
# is the data set.
#
# ## 6 Groups: from labels to tables
#
# The labels of our pictures are digits, 0 to 9, but they are not *amounts*: a 9 is not three times a 3. For a network
# that is to paint "a seven", a label is therefore written as a row of zeros with a single 1 in the column of its
# class, its **one-hot** row. For $N$ labels $y_i$ and $K$ classes, that is a table $M$ of shape `[N, K]`:
#
# $$M_{ik} = \begin{cases} 1 & \text{if } y_i = k \\ 0 & \text{otherwise} \end{cases} \tag{4}$$
#
# It is again a column beside a row. Some pictures have no label, and one writes -1 for "unknown". They get a row of
# zeros, as in *classifier-free guidance* (Ho and Salimans, 2022), where an image model is trained on both, with and
# without its label. Beware of the popular one-liner `np.eye(K)[y]`, which picks rows of the table with ones on its
# diagonal: in Python position -1 means *the last one*, so with ten classes every unknown picture becomes a nine.

# %%
y = np.array([2, 0, -1, 2])
print((y[:, None] == np.arange(3)).shape)  # -> (4, 3)
print(np.eye(3)[y].tolist()[2])  # -> [0.0, 0.0, 1.0]

# %% [markdown] task="one_hot"
# ### Exercise 6 · `one_hot` · 5 points · 7 minutes · implement
#
# Write (4), with zeros for unknown labels, and with an error for labels that cannot be: a label that is silently
# ignored or wrapped around spoils a training that takes weeks.


# %% exercise="one_hot" points=5 difficulty=2 minutes=7 needs=[]
def one_hot(labels, classes):
    """Turn labels into rows with a single one, equation (4).

    Args:
        labels: int array of shape [N], N at least 0: from 0 to classes - 1, or -1 for "unknown". Not changed.
        classes: the number K of classes, an int of at least 1. Not all of them need occur.

    Returns:
        A float64 array of shape [N, classes]. The row of an unknown label is zero.

    Raises:
        ValueError: if any label is less than -1, or is classes or more.
    """
    ### BEGIN SOLUTION
    if ((labels < -1) | (labels >= classes)).any():
        raise ValueError("a label is neither -1 nor from 0 to classes - 1")
    return (labels[:, None] == np.arange(classes)).astype(float)
    ### END SOLUTION


# %% public_test="one_hot"
rows = np.asarray(one_hot(np.array([1, 3, 0]), 5))
assert rows.shape == (3, 5), "three labels, five classes, though only three of them occur"
assert rows.dtype == np.float64, "the result is float64"
assert (rows.sum(axis=1) == 1).all(), "a known label has one 1 in its row"
assert rows.max() == 1, "nothing but zeros and ones"

# %% [markdown] hint="one_hot"
# A column of labels and a row of all classes. Which comparison of the two makes the table?
#
# ---
# `labels[:, None] == np.arange(classes)` has shape `[N, classes]`. What does it do for -1? Is there anything to do?
#
# ---
# Then the error: build a mask of the bad labels with `|`, brackets around both parts, and ask `.any()`. `raise
# ValueError("…")` says what is wrong. A comparison is bool: `.astype(float)`.

# %% [markdown]
# **A table that adds up groups.** Turn $M$ on its side (`M.T`, in formulas $M^\top$, the *transpose*: shape `[K, N]`)
# and multiply it with a column of $N$ values. The sign for this product of tables is `@`: entry $k$ of the result is
# row $k$ of the first times the values, entry by entry, added up:
#
# $$(M^\top v)_k = \sum_{i=1}^N M_{ik}\, v_i = \text{the sum of the } v_i \text{ in group } k \tag{5}$$
#
# since $M_{ik}$ is 1 for the members of group $k$ and 0 for all others. With ones instead of values it counts the
# members. If $v$ has shape `[N, D]`, each of its columns is added up in this way. A whole *group-by*, in one line.
#
# **The mean of the means is not the mean.** Let group $k$ have $n_k$ members with the mean $a_k$. Then the mean of
# all $N$ values is
#
# $$a = \sum_k \frac{n_k}{N}\, a_k \tag{6}$$
#
# because $n_k a_k$ is the sum of group $k$, and adding these up gives the sum of all. Only where all groups are
# equally large may you average the averages. It is the same with batches, of which the last is often smaller.
#
# **pandas.** A `DataFrame` is a table whose columns have names, and may be of different kinds (McKinney, 2010). Best
# is a table in which each row is one observation and each column one property (*tidy*, says Wickham, 2014). Here are
# the 24 training runs of the beginning. They came as text, as such tables do; where a run crashed, its loss is
# missing, and pandas makes it NaN. Lower is better; a model that has learnt nothing at all has a loss of 2.3.

# %%
text = """model,seed,loss
patient,0,0.60
patient,1,0.55
patient,2,0.57
patient,3,
patient,4,0.58
patient,5,0.59
rapid,0,0.41
rapid,1,
rapid,2,0.39
rapid,3,
rapid,4,
rapid,5,0.43
steady,0,0.61
steady,1,0.66
steady,2,0.58
steady,3,0.70
steady,4,0.63
steady,5,0.64
tiny,0,0.92
tiny,1,0.95
tiny,2,0.90
tiny,3,0.94
tiny,4,0.93
tiny,5,0.91
"""
runs = pd.read_csv(io.StringIO(text))  # a file's name would do as well
print(runs.shape, list(runs.columns))  # -> (24, 3) ['model', 'seed', 'loss']
print(runs.head(4))  # the first four rows
print(runs["loss"].isna().sum(), "runs have no loss")  # -> 4 runs have no loss
print(runs[runs["loss"] < 0.42])  # the rows for which a comparison holds

grouped = runs.groupby("model")["loss"].agg(["count", "mean"])
print(grouped.round(3))
print(grouped.loc["rapid", "count"], round(grouped.loc["rapid", "mean"], 3))  # -> 3 0.41

# %% [markdown]
# `groupby` splits the rows, `["loss"]` chooses a column, `agg` says what becomes of each group. Look at the count:
# rapid had *six* runs. **pandas leaves NaN out without a word**, in `mean`, `sum` and `count`. That is often what one
# wants; it is never a reason not to look at the count.

# %% [markdown] task="group_mean"
# ### Exercise 7 · `group_mean` · 6 points · 12 minutes · implement
#
# Write what pandas did there, in NumPy, and for whole pictures at once: in each group and in each column, count what
# is not NaN, and average it. `np.unique(keys, return_inverse=True)` returns two arrays: the different keys, sorted,
# and for each row the position of its key among them. These positions are labels, and you have a `one_hot`. A pandas
# answer is welcome, too.


# %% exercise="group_mean" points=6 difficulty=2 minutes=12 needs=["one_hot"]
def group_mean(keys, values):
    """Count and average the values of each group, leaving out NaN, as pandas does.

    Args:
        keys: array of shape [N], N at least 1: which group each row belongs to, ints (of any size and sign) or texts.
        values: float64 array of shape [N] or [N, D]: finite numbers, or NaN where a value is missing. Not changed.

    Returns:
        (groups, counts, means): the K different keys in ascending order, shape [K]; how many values in each group are not
        NaN, whole numbers of shape [K] or [K, D]; and their means, float64, of the same shape as counts. Where all
        values of a group are missing, the count is 0 and the mean is NaN.
    """
    ### BEGIN SOLUTION
    groups, index = np.unique(keys, return_inverse=True)
    members = one_hot(index, len(groups))
    known = ~np.isnan(values)
    counts = (members.T @ known).astype(int)
    sums = members.T @ np.where(known, values, 0)
    means = np.full(sums.shape, np.nan)
    return groups, counts, np.divide(sums, counts, out=means, where=counts > 0)
    ### END SOLUTION


# %% public_test="group_mean"
answer = group_mean(
    np.array([7, 3, 7, 3]), np.array([[1.0, 2.0, 0.0], [4.0, 4.0, 4.0], [3.0, 2.0, 0.0], [4.0, 4.0, 4.0]])
)
assert answer is not None, "is a `return` missing?"
assert len(answer) == 3, "three things: the groups, the counts, the means"
groups, counts, means = (np.asarray(part) for part in answer)
assert groups.tolist() == [3, 7], "the different keys, in ascending order"
assert counts.shape == means.shape == (2, 3), "one row for each group, one column for each column of values"
assert means.dtype == np.float64, "means are float64"
assert (means[0] == 4).all(), "the mean of fours"

# %% [markdown] hint="group_mean"
# What you need for each group is a sum and a number, and (5) makes both, for all groups and columns at once.
#
# ---
# Let `known = ~np.isnan(values)`. Then `members.T @ known` counts, and `members.T @ np.where(known, values, 0)` adds
# up; with a NaN left in it, each sum would be NaN, because 0 times NaN is NaN.
#
# ---
# Then divide, but not where the count is 0: `np.divide(sums, counts, out=means, where=counts > 0)` leaves there what
# `means` had before, so begin with `means = np.full(sums.shape, np.nan)`.

# %% [markdown]
# With keys and *pictures*, the same function draws the average digit of each class. And with the average of the
# squares it knows how much each pixel varies: the *variance*, which is the mean squared distance from the mean, is
# also the mean of the squares minus the square of the mean. From these two tables we can draw pictures that nobody
# has written: the average, plus random noise of the right size in each pixel.
#
# <details><summary>Proof</summary>
#
# Let $a$ be the mean of $x_1, \dots, x_N$. Then $(x_i - a)^2 = x_i^2 - 2 a x_i + a^2$. Take the mean over $i$ of both
# sides: the middle term gives $2a \cdot a$, so what is left is the mean of the squares $- 2a^2 + a^2$, the mean of
# the squares $- a^2$. ∎
#
# </details>

# %% tags=["demo"]
groups, counts, average = group_mean(labels, pictures)
spread = np.sqrt(np.maximum(group_mean(labels, pictures**2)[2] - average**2, 0))
forged = np.clip(average + spread * np.random.default_rng(1).normal(size=average.shape), 0, 1)
show_images({"real": pictures[[np.argmax(labels == g) for g in groups]], "average": average, "forged": forged})
print(dict(zip(groups.tolist(), counts[:, 0].tolist(), strict=True)))
weighted = (counts / len(pictures) * average).sum(axis=0)  # equation (6), for each pixel
print("largest difference from the mean of all:", np.abs(weighted - pictures.mean(axis=0)).max())
print("the mean of the means is off by up to: ", np.abs(average.mean(axis=0) - pictures.mean(axis=0)).max())

# %% [markdown]
# That is a generative model, of the simplest kind: it has learnt two tables from data, and invents. It also shows
# what is hard about it. Each pixel was drawn *for itself*, as if it knew nothing of its neighbours, and so there is
# snow in the picture. How to let 64 pixels (or a million) agree with one another is what the rest of this course is
# about.
#
# ## 7 Rankings, and the trouble with ties
#
# `np.argsort(x)` returns not the sorted numbers but their *positions*, the smallest first: `x[np.argsort(x)]` is
# sorted. Positions are what one needs to sort a second array in the same order. For the largest first, two tricks are
# about, and both have a catch:

# %%
x = np.array([5, 9, 5, 9, 1])
print(np.argsort(x)[::-1], np.argsort(-x, kind="stable"))  # -> [3 1 2 0 4] [1 3 0 2 4]
print(np.sort(np.array([2.0, np.nan, 1.0])))  # -> [ 1.  2. nan]
print(-np.array([0, 1, 2], dtype=np.uint8))  # -> [  0 255 254]

# %% [markdown]
# - Turning the order round with `[::-1]` also turns the order of **ties** round: of the two nines, the later comes
#   first. And NaN, which `argsort` puts at the end, comes to the front: the crashed run wins.
# - `np.argsort(-x)` keeps NaN at the end. But without `kind="stable"` the order of ties is *whatever the fastest
#   method on your processor leaves*: another machine, another ranking. **Stable** means that ties stay in their old
#   order. And minus an unsigned number is no negative number, so a count of 0 comes out on top.
#
# Does anybody care about ties? Language models do, which draw the next word from the $k$ most probable ones (*top-k
# sampling*, Fan et al., 2018): many words have exactly the same score in low precision. So does everybody who wants
# the same result twice.

# %% [markdown] task="top_k"
# ### Exercise 8 · `top_k` · 5 points · 8 minutes · implement
#
# Find the positions of the $k$ largest scores, the same on every machine.


# %% exercise="top_k" points=5 difficulty=2 minutes=8 needs=[]
def top_k(scores, k):
    """The positions of the k largest scores, the largest first.

    Args:
        scores: array of shape [N], N at least 1: floats (infinities and NaN included), ints or unsigned ints of a size below
            2^53, or bools. Not changed.
        k: how many are wanted, an int of at least 0. If it is larger than N, all N are returned.

    Returns:
        An int64 array of shape [min(k, N)]. Among equal scores the earlier position comes first. NaN is no score: it comes
        after all numbers, minus infinity included; several NaN count as ties.
    """
    ### BEGIN SOLUTION
    order = np.argsort(-scores.astype(float), kind="stable")
    return order[:k]
    ### END SOLUTION


# %% public_test="top_k"
best = np.asarray(top_k(np.array([0.1, 0.7, 0.3, 0.9]), 2))
assert best.shape == (2,), "two were asked for"
assert best.dtype == np.int64, "positions are whole numbers, int64"
assert best[0] == 3, "the largest score comes first, and its position is asked for, not the score"
assert np.asarray(top_k(np.array([0.1, 0.7]), 5)).shape == (2,), "there are only two"

# %% [markdown] hint="top_k"
# Which of the two tricks above can be saved? What has to be done first, so that minus is minus?
#
# ---
# `kind="stable"` keeps ties in order, and NaN stays at the end. As floats, unsigned numbers and bools have a minus.
#
# ---
# `np.argsort(-scores.astype(float), kind="stable")` is the order of all; a slice `[:k]` that is longer than the array
# takes what there is.

# %% tags=["demo"]
threes = pictures[labels == 3]
distance = ((threes - average[3]) ** 2).sum(axis=1)  # [number of threes, 64] minus [64]: a row for all
show_images(
    {"most like the average": threes[top_k(-distance, 10)], "least like it": threes[top_k(distance, 10)]},
    title="Threes, in the order of your top_k",
)

# %% [markdown]
# ## 8 More ways to be wrong in silence
#
# You have met NaN, views, and ties. Three more traps are Python's and pandas' own.
#
# **The default that remembers.** A default value is made *once*, when the `def` line is run, not at each call. If it
# is a list and the function appends to it, the next call finds what the last one has left there. It is hidden state
# again, in a function. Write `rows=None` and make a fresh list inside, or do without the argument.

# %%


def remember(x, seen=[]):  # noqa: B006 -- this is the mistake
    seen.append(x)
    return seen


remember(1)
print(remember(2))  # -> [1, 2]

table = pd.DataFrame({"model": ["a", "b", "c"], "loss": [0.5, np.nan, 0.7]})
same = table  # a second name, as with arrays
copy = table.copy()
copy.loc[copy["loss"].isna(), "loss"] = 2.3  # rows and column in ONE pair of brackets
print(copy["loss"].tolist(), table["loss"].tolist())  # -> [0.5, 2.3, 0.7] [0.5, nan, 0.7]
same["note"] = "?"
print(list(table.columns), list(copy.columns))  # -> ['model', 'loss', 'note'] ['model', 'loss']
print(table.sort_values("loss", ascending=False).index.tolist())  # -> [2, 0, 1]

# %% [markdown]
# **The assignment that goes nowhere.** `table[mask]["loss"] = 2.3` looks like the line with `.loc`, but it has *two*
# pairs of brackets: the first makes a new table, the second writes into it, and then nobody has it any more. `table`
# stays as it was. (pandas prints a warning, among all the others that nobody reads.) Rows and column belong into one
# pair: `table.loc[mask, "loss"]`.
#
# The last line shows a smaller trap: rows keep their old numbers, the *index*, when they are sorted. After it,
# `.loc[0]` is not the first row. `.reset_index(drop=True)` numbers them anew.
#
# Here is the program that made the left half of the first picture. It runs, and its answer looks reasonable.

# %%


def draft_leaderboard(runs, penalty=2.3, rows=[]):  # noqa: B006 -- to be repaired
    table = runs
    table["crashed"] = table["loss"] == np.nan
    table[table["crashed"]]["loss"] = penalty
    for model, group in table.groupby("model"):
        crashed, loss = group["crashed"].sum(), group["loss"].mean()
        rows.append({"model": model, "runs": len(group), "crashed": crashed, "loss": loss})
    return pd.DataFrame(rows).sort_values("loss")


# %% [markdown] task="leaderboard"
# ### Exercise 9 · `leaderboard` · 6 points · 12 minutes · repair
#
# The draft has **five** faults. Call it on `runs.copy()`, twice, and look at the column `crashed`, at the number of
# rows, at their numbers on the left, and at what has become of the copy. Then write `leaderboard` without them. Start
# from the draft, or from your own `group_mean`. What a crashed run should count is a decision, not a fact; here it
# counts as `penalty`, by default the loss of a model that has learnt nothing. What is *not* a decision is to let it
# vanish.


# %% exercise="leaderboard" points=6 difficulty=3 minutes=12 needs=[]
def leaderboard(runs, penalty=2.3):
    """Rank models by their mean loss, where a run that crashed counts as a penalty.

    Args:
        runs: a DataFrame with at least the columns model (texts) and loss (floats; NaN where the run crashed), at least one
            row, in any order, whatever the numbers of its rows. It is not changed, and no later call knows of this one.
        penalty: the loss that a crashed run counts as.

    Returns:
        A new DataFrame with one row for each model and the columns model, runs (how many runs it had, crashed ones included),
        crashed (how many of them crashed) and loss (the mean over all its runs). The lowest loss comes first, equal ones in
        the order of their names. The rows are numbered 0, 1, 2, …
    """
    ### BEGIN SOLUTION
    table = runs.copy()
    table["crashed"] = table["loss"].isna()
    table.loc[table["crashed"], "loss"] = penalty
    rows = []
    for model, group in table.groupby("model"):
        crashed, loss = group["crashed"].sum(), group["loss"].mean()
        rows.append({"model": model, "runs": len(group), "crashed": crashed, "loss": loss})
    return pd.DataFrame(rows).sort_values(["loss", "model"]).reset_index(drop=True)
    ### END SOLUTION


# %% public_test="leaderboard"
board = leaderboard(pd.DataFrame({"model": ["b", "a", "b", "a"], "seed": [0, 0, 1, 1], "loss": [0.5, 0.8, 0.7, 0.9]}))
assert isinstance(board, pd.DataFrame), "the result is a DataFrame"
assert set(board.columns) == {"model", "runs", "crashed", "loss"}, "four columns, called as in the docstring"
assert len(board) == 2, "two models, two rows"
assert board["model"].tolist() == ["b", "a"], "the lower loss comes first"
assert board["crashed"].sum() == 0, "nothing has crashed here"

# %% [markdown] hint="leaderboard"
# Go through the draft line by line, and ask of each: what would it do with one missing loss? And at the second call?
#
# ---
# The faults: a second name instead of a copy; a comparison with NaN; an assignment that goes nowhere; a default that
# remembers; rows with their old numbers.
#
# ---
# `runs.copy()`, `.isna()`, `.loc[mask, "loss"] = penalty`, `rows = []` inside, `.reset_index(drop=True)`. And for
# models with the same loss: `sort_values(["loss", "model"])`.

# %% tags=["demo"]
board = leaderboard(runs)
print(board.round(3))
plt.figure(figsize=(7, 3.8))
for place, row in board.iterrows():
    losses = runs[runs["model"] == row["model"]]["loss"]  # reading with two brackets does no harm
    plt.scatter(np.full(len(losses), place), losses, color="tab:blue", alpha=0.7)
    plt.scatter(
        np.full(row["crashed"], place) + 0.1 * np.arange(row["crashed"]),
        np.full(row["crashed"], 2.3),
        c="r",
        marker="x",
    )
    plt.hlines(row["loss"], place - 0.3, place + 0.3, color="black")
plt.xticks(board.index, board["model"])
plt.ylabel("loss (lower is better)")
plt.title("Points: runs. Crosses: crashed runs. Lines: your leaderboard")
plt.show()

# %% [markdown]
# Show the points, not the average alone: three crosses say more about *rapid* than any mean. **seaborn** (Waskom,
# 2021) is a library on top of matplotlib that draws such charts from a tidy table in one line:
# `sns.stripplot(data=runs, x="model", y="loss")` the points, `sns.lineplot(data=log, x="step", y="loss",
# hue="model")` one mean curve for each model with a band around it. This course does without it; `pip install
# seaborn` gets it. It leaves out NaN as silently as pandas does.
#
# ## 9 A check that no wrong program gets past
#
# How would anybody have found these faults? Not by reading, and not by running the program once on friendly data. One
# finds them by stating **properties** that every right answer has, and by trying them on data that leave no excuse.
# Such checks work even where the right answer is random, and nobody can say beforehand what it is (Claessen and
# Hughes, 2000).
#
# Take the step before every training: **shuffling**. The rows of the pictures are put in a random order, and the
# labels *in the same* order. The order is drawn from a generator that is handed in, so that the same seed gives the
# same order again.

# %%


def shuffle_together(pictures, labels, rng):
    order = rng.permutation(len(pictures))  # 0, 1, …, N - 1 in random order
    return pictures[order], labels[order]


rng = np.random.default_rng(5)
print(sorted(rng.permutation(6).tolist()))  # -> [0, 1, 2, 3, 4, 5]
first = np.random.default_rng(7).normal(size=3)
again = np.random.default_rng(7).normal(size=3)
print((first == again).all())  # -> True

# %% [markdown]
# What could be wrong with somebody else's shuffle? The labels could stay where they are. Both could be shuffled, each
# in its own way. A row could be lost, or be there twice. The caller's own arrays could be in disorder afterwards. It
# could do nothing at all, or always the same. And *no error would ever be seen*: the model would just learn nothing,
# or less.

# %% [markdown] task="is_shuffle"
# ### Exercise 10 · `is_shuffle` · 6 points · 14 minutes · write a check
#
# Write a check that tells a right shuffle from a wrong one. You are given a *program*; choose the data on which you
# try it. Choose them so that no lucky accident can deceive you: with three rows, one shuffle in six leaves the order
# as it is; with fifty, that will not happen in the lifetime of the universe. And give each row something by which you
# recognise it, and its label. The hidden tests hand your check right programs, which it must accept, and wrong ones,
# each with one fault, which it must reject.


# %% exercise="is_shuffle" points=6 difficulty=3 minutes=14 needs=[]
def is_shuffle(shuffle):
    """Tell whether a program shuffles pictures and labels as it should.

    A right program is called as shuffle(pictures, labels, rng), with pictures of shape [N, D] (float64), labels of shape [N]
    (int64) and a generator as np.random.default_rng makes it, and returns a pair (pictures, labels) of arrays for which all
    of this holds:
        1. They have the same shapes and dtypes as what was given.
        2. Every picture is there exactly once, unchanged, and has its own label.
        3. The arrays that were given are as they were.
        4. The order is another one (unless N is so small that this may happen by chance).
        5. A generator with another seed gives another order (with the same caveat).
        6. A generator with the same seed, and the same arrays, give the same order again.

    Args:
        shuffle: the program, a function.

    Returns:
        A bool: True for a right program, False for any other. False also for a program that raises an exception, or that
        returns something else than a pair of arrays: the check itself raises nothing.
    """
    ### BEGIN SOLUTION
    pictures, labels = np.arange(300.0).reshape(60, 5), np.arange(60)
    orders = []
    try:
        for seed in (0, 1, 0):
            given, given_labels = pictures.copy(), labels.copy()
            found, order = shuffle(given, given_labels, np.random.default_rng(seed))  # picture i has the label i
            properties = [
                found.dtype == pictures.dtype,
                order.dtype == labels.dtype,
                sorted(order.tolist()) == labels.tolist(),
                found.tolist() == pictures[order].tolist(),
                given.tolist() == pictures.tolist(),
                given_labels.tolist() == labels.tolist(),
            ]
            if not all(properties):
                return False
            orders.append(order.tolist())
    except Exception:
        return False
    first, other, again = orders
    return first == again and first != other
    ### END SOLUTION


# %% public_test="is_shuffle"
answer = is_shuffle(shuffle_together)
assert isinstance(answer, (bool, np.bool_)), "one answer, True or False"
assert answer, "this one is right"
answer = is_shuffle(lambda pictures, labels, rng: (pictures, labels))
assert isinstance(answer, (bool, np.bool_)), "one answer, True or False"
assert not answer, "this one does nothing at all"

# %% [markdown] hint="is_shuffle"
# Make pictures and labels that are easy to recognise: all rows different, all labels different, and the label tells
# the row.
#
# ---
# Call the program three times: with seed 0, with seed 1, and with seed 0 again, each time on fresh copies. Read from
# the returned labels which order it was, and look whether `pictures[order]` is what came back. Keep the three orders
# and compare them.
#
# ---
# `np.array_equal` compares shape and values. "Each exactly once": `np.sort(order)` is 0, 1, …, N - 1. Put everything
# that calls the program, or looks at what came back, into `try: … except Exception: return False`.

# %% tags=["demo"]


def shuffles_apart(pictures, labels, rng):
    return pictures[rng.permutation(len(pictures))], labels[rng.permutation(len(labels))]


def draws_with_replacement(pictures, labels, rng):
    order = rng.integers(0, len(pictures), len(pictures))
    return pictures[order], labels[order]


def shuffles_in_place(pictures, labels, rng):
    order = rng.permutation(len(pictures))
    pictures[:], labels[:] = pictures[order], labels[order]
    return pictures, labels


def forgets_the_generator(pictures, labels, rng):
    order = np.random.permutation(len(pictures))
    return pictures[order], labels[order]


gallery = [shuffle_together, shuffles_apart, draws_with_replacement, shuffles_in_place, forgets_the_generator]
for program in gallery:
    print(f"{program.__name__:24} {'accepted' if is_shuffle(program) else 'rejected'}")

# %% [markdown] written="hidden_state" points=4 minutes=8
# ### Question 11 · `hidden_state` · 4 points · 8 minutes · explain
#
# A colleague sends you this notebook. The numbers in brackets are those of the page; the cell with empty brackets has
# not been run.
#
# | | cell | printed |
# | --- | --- | --- |
# | `[5]` | `rng = np.random.default_rng(0)` | |
# | `[14]` | `x = x - x.mean(axis=0)` | |
# | `[6]` | `x = load("train.csv")` | |
# | `[ ]` | `model = train(x, rng)` | |
# | `[15]` | `loss = evaluate(model, x)` | |
# | `[16]` | `print(loss)` | `0.31` |
#
# 1. Somebody chooses *Restart Kernel and Run All Cells* (`np`, `load`, `train` and `evaluate` are defined further
#    up). Which cell stops, and why did it not stop for your colleague?
# 2. Where can the `model` of cell `[15]` have come from? Name two possibilities. Why is 0.31 worth nothing in either
#    case?
# 3. The numbers 7 to 13 are missing. Suppose that they were further runs of the cell that now has `[14]`. Is `x` then
#    another one than after a single run? And if that cell had been `x = x / 16`?
# 4. Name two habits that would have prevented this.
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. The second one, `x = x - x.mean(axis=0)`: from top to bottom nobody has written `x` before it. Your colleague had
#    run the third cell first, as `[6]`, and the second one after it, as `[14]`: `x` was in the kernel's memory.
# 2. From a cell that has been deleted since, or from one of the missing runs 7 to 13 of another cell, or from an
#    earlier version of a cell that has been changed since. In each case the page does not show how this model was
#    trained, on which data (centred or not) and with which settings; nobody can repeat it, the author included.
# 3. No: after the first run the mean of each column is 0, and subtracting 0 changes nothing (but for rounding). Doing
#    it twice is doing it once. `x / 16` is another matter: eight runs would divide by 16 to the power of 8. A cell
#    that reads and writes the same name is safe only if it is like the first.
# 4. For instance: Restart and Run All before a result is told or sent; cells in the order in which they depend on
#    each other; a new name for what a cell makes (`centred = x - x.mean(axis=0)`) instead of overwriting; loading and
#    cleaning in one cell or function; code that is used twice in a module, under version control.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# - 1 point: the second cell AND that `x` was in memory from cell `[6]`. One of the two: half a point.
# - 1 point: two possibilities (deleted cell, changed cell, a run of another cell) AND that the result cannot be
#   traced or repeated. Only possibilities: half a point.
# - 1 point: no for the first with the reason (the mean is 0 then), yes for the second. One of the two: half a point.
# - 1 point: two habits that would have helped here; half a point each.
# ### END MARK SCHEME

# %% [markdown]
# ## 10 The opening question
#
# *Who is right?* The right half of the picture. Three of the six runs of *rapid* crashed. The draft compared with
# NaN, which is never true, so it saw no crash; had it seen one, its assignment would have gone nowhere; and then
# pandas averaged the three runs that survived. *Could you tell from the code?* Now you could; and your own check of
# its properties (as many runs as rows, a missing loss makes the mean worse, the table stays as it was, twice is the
# same as once) would have told you without reading a line.
#
# ## What you have now
#
# - A notebook is a page and a memory; a result counts when it survives a restart.
# - One operation on arrays replaces a loop; the axis that you name disappears.
# - Shapes are compared from the right; a column `[N, 1]` beside a row `[K]` makes a table. (Every lesson to come)
# - NaN is contagious and equal to nothing: choose with `np.where`, ask with `isnan`. (Padding, inpainting)
# - Views share numbers, copies do not; a default is made once; rows and column go into one pair of brackets.
# - Windows make training data out of a text; one-hot rows tell a network the class; a product with them is a
#   group-by.
# - Stable sorting, or another machine gives another ranking. (Top-k sampling, retrieval)
# - Test properties, on data that leave no excuse, and never believe one number.
#
# ## References
#
# *Books and pages*
# - J. VanderPlas, *Python Data Science Handbook*, O'Reilly, 2016.
#   [jakevdp.github.io](https://jakevdp.github.io/PythonDataScienceHandbook/). This lesson at length.
# - NumPy: [the absolute basics](https://numpy.org/doc/stable/user/absolute_beginners.html),
#   [broadcasting](https://numpy.org/doc/stable/user/basics.broadcasting.html). pandas:
#   [ten minutes](https://pandas.pydata.org/docs/user_guide/10min.html).
#
# *Papers*
# - C. R. Harris et al., Array programming with NumPy, *Nature* 585, 357–362, 2020.
#   [doi:10.1038/s41586-020-2649-2](https://doi.org/10.1038/s41586-020-2649-2)
# - W. McKinney, Data structures for statistical computing in Python, *Proceedings of the 9th Python in Science
#   Conference*, 56–61,
#   2010. [doi:10.25080/Majora-92bf1922-00a](https://doi.org/10.25080/Majora-92bf1922-00a)
# - J. D. Hunter, Matplotlib: a 2D graphics environment, *Computing in Science & Engineering* 9(3), 90–95, 2007.
#   [doi:10.1109/MCSE.2007.55](https://doi.org/10.1109/MCSE.2007.55)
# - M. L. Waskom, seaborn: statistical data visualization, *Journal of Open Source Software* 6(60), 3021, 2021.
#   [doi:10.21105/joss.03021](https://doi.org/10.21105/joss.03021)
# - H. Wickham, Tidy data, *Journal of Statistical Software* 59(10), 2014.
#   [doi:10.18637/jss.v059.i10](https://doi.org/10.18637/jss.v059.i10)
# - J. F. Pimentel, L. Murta, V. Braganholo and J. Freire, A large-scale study about quality and reproducibility of
#   Jupyter notebooks, *Mining Software Repositories*, 2019.
#   [doi:10.1109/MSR.2019.00077](https://doi.org/10.1109/MSR.2019.00077)
# - K. Claessen and J. Hughes, QuickCheck: a lightweight tool for random testing of Haskell programs, *ICFP*, 2000.
#   [doi:10.1145/351240.351266](https://doi.org/10.1145/351240.351266)
# - D. Goldberg, What every computer scientist should know about floating-point arithmetic, *ACM Computing Surveys*
#   23(1), 5–48, 1991. [doi:10.1145/103162.103163](https://doi.org/10.1145/103162.103163)
# - A. Fan, M. Lewis and Y. Dauphin, Hierarchical neural story generation, 2018 (top-k sampling).
#   [arXiv:1805.04833](https://arxiv.org/abs/1805.04833)
# - J. Ho and T. Salimans, Classifier-free diffusion guidance, 2022.
#   [arXiv:2207.12598](https://arxiv.org/abs/2207.12598)
