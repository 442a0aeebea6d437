# %% [markdown]
# # Replace the shell's way to run a cell
#
# Whatever a later cell does, it has done well.
#
# * aim: forge
# * stopped by: grader and student in different processes
# * here: double failed or error, mean failed or error

# %%
class Fine:
    success, error_in_exec, error_before_exec, result = True, None, None, None

    def raise_error(self):
        pass


get_ipython().run_cell = lambda *_, **__: Fine()
type(get_ipython()).run_cell = lambda *_, **__: Fine()


# %% of="nbgrader"
class Fine:
    success, error_in_exec, error_before_exec, result, execution_count = True, None, None, None, 1


async def run_cell_async(*_, **__):
    return Fine()


get_ipython().run_cell_async = run_cell_async
get_ipython().run_cell = lambda *_, **__: Fine()

# %% of="otter"
PASS_ALL = "[setattr(one, 'passed', True) for test in results.results.values() for one in test.test_case_results]\n"
shell = get_ipython()
run_cell_async = shell.run_cell_async


async def run_another_cell(source, transformed_cell=None, **keywords):
    changed = (transformed_cell or source).replace("import pickle\n", "import pickle\n" + PASS_ALL)
    return await run_cell_async(source, transformed_cell=changed, **keywords)


shell.run_cell_async = run_another_cell
