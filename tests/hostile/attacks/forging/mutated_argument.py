# %% [markdown]
# # Change the question
#
# Who sets the argument to zero has the right mean of it, if that is computed afterwards from the same array.
#
# * aim: forge
# * stopped by: grader and student in different processes
# * here: double failed, mean failed

# %% answer="mean"
def mean(x):
    x.zero_()
    return x[0].clone()
