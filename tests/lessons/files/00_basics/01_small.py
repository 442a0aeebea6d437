# %% [markdown]
# # Small sums
#
# A picture of $y = x$:
#
# ![a line](images/line.svg)

# %%
import math

# cat the numbers
NUMBERS = [3, 1, 2]

# %% [markdown] task="total"
# Write `total`, the sum of a list.


# %% exercise="total" points=2 difficulty=1 minutes=5 needs=[]
def total(numbers):
    """The sum of a list of numbers; 0 for an empty one."""
    ### BEGIN SOLUTION
    accumulated = math.fsum(numbers)
    return accumulated
    ### END SOLUTION


# %% public_test="total"
text = """of a list,
   with blanks"""
result = total(NUMBERS)
assert result == 6, f"the sum {text}"
result = result + 1
assert [result + n for n in NUMBERS] == [10, 8, 9]

# %% [markdown] hint="total"
# Begin with zero.
#
# ---
#
# $s = \sum_i x_i$
#
# ---
#
# `math.fsum` adds without loss: `accumulated = math.fsum(numbers)`

# %% tags=["demo"]
print("a long run", total(range(10)))

# %% [markdown]
# Now the mean.


# %% exercise="mean" points=1.5 difficulty=2 minutes=10 needs=["total"]
def mean(numbers):
    """The mean of a list of numbers."""
    ### BEGIN SOLUTION
    return total(numbers) / len(numbers)
    ### END SOLUTION


# %% public_test="mean"
assert mean(NUMBERS) == 2, "the mean"

# %%
print(mean(NUMBERS))

# %% [markdown] written="why_mean" points=3 minutes=10
# Why does the mean minimise the squared distance?
#
# ### BEGIN SOLUTION
# Its derivative vanishes there, and nowhere else.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# One point for the derivative, two for convexity.
# ### END MARK SCHEME
