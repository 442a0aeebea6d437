"""Wrong answers to `Checkpoint`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_an_interruption_makes_no_difference")
class ForgetsTheOptimiser:
    """Believes that an optimiser has no memory, but for its learning rate."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        rates = [group["lr"] for group in optimiser.param_groups]
        state = {"model": model.state_dict(), "generator": generator.get_state(), "rates": rates, "epoch": epoch}
        torch.save(state, path)

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"])
        generator.set_state(state["generator"])
        for group, rate in zip(optimiser.param_groups, state["rates"], strict=True):
            group["lr"] = rate
        return state["epoch"]


@mutant(caught_by="test_an_interruption_makes_no_difference")
class ForgetsTheOrder:
    """Believes that the order of the data does not matter, since it is random anyway."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "epoch": epoch}, path)

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        return state["epoch"]


@mutant(caught_by="test_an_interruption_makes_no_difference")
class SeedsTheGeneratorAgain:
    """Believes that a generator is its seed: starts the orders from the beginning."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "seed": generator.initial_seed()}
        torch.save({**state, "epoch": epoch}, path)

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        generator.manual_seed(state["seed"])
        return state["epoch"]


@mutant(caught_by="test_an_interruption_makes_no_difference")
class ForgetsBuffersToo:
    """Believes that a model is its parameters: running means start anew."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        state = {"model": dict(model.named_parameters()), "optimiser": optimiser.state_dict()}
        torch.save({**state, "generator": generator.get_state(), "epoch": epoch}, path)

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=True)
        own = dict(model.named_parameters())
        if own.keys() != state["model"].keys():
            raise KeyError("names differ")
        with torch.no_grad():
            for name, value in own.items():
                value.copy_(state["model"][name])
        optimiser.load_state_dict(state["optimiser"])
        generator.set_state(state["generator"])
        return state["epoch"]


@mutant(caught_by="test_an_interruption_makes_no_difference")
class CountsOneMore:
    """Believes that the epoch to go on with is the next one."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
        torch.save({**state, "generator": generator.get_state(), "epoch": epoch}, path)

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        generator.set_state(state["generator"])
        return state["epoch"] + 1


@mutant(caught_by="test_saving_and_loading_in_place")
class DrawsWhileSaving:
    """Believes that drawing a seed for later from the generator does no harm."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        seed = int(torch.randint(0, 2**31, (), generator=generator))
        generator.manual_seed(seed)
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
        torch.save({**state, "seed": seed, "epoch": epoch}, path)

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        generator.manual_seed(state["seed"])
        return state["epoch"]


@mutant(caught_by="test_saving_and_loading_in_place")
class PutsNewParametersInPlace:
    """Believes that the model may be given the tensors of the file themselves: the optimiser trains the old ones."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
        torch.save({**state, "generator": generator.get_state(), "epoch": epoch}, path)

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"], assign=True)
        optimiser.load_state_dict(state["optimiser"])
        generator.set_state(state["generator"])
        return state["epoch"]


@mutant(caught_by="test_a_misfit_is_an_error")
class KeepsSilent:
    """Believes that strict=False makes loading robust."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
        torch.save({**state, "generator": generator.get_state(), "epoch": epoch}, path)

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"], strict=False)
        optimiser.load_state_dict(state["optimiser"])
        generator.set_state(state["generator"])
        return state["epoch"]


@mutant(caught_by="test_a_misfit_is_an_error")
class ForgivesWhatIsTooMuch:
    """Believes that names which the model does not know can be skipped."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()["state"]}
        rates = [group["lr"] for group in optimiser.param_groups]
        torch.save({**state, "generator": generator.get_state(), "epoch": epoch, "rates": rates}, path)

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=True)
        for name, value in model.state_dict().items():
            value.copy_(state["model"][name])
        settings = optimiser.state_dict()
        for group, rate in zip(settings["param_groups"], state["rates"], strict=True):
            group["lr"] = rate
        optimiser.load_state_dict({**settings, "state": state["optimiser"]})
        generator.set_state(state["generator"])
        return state["epoch"]


@mutant(caught_by="test_plain_data")
class StoresObjects:
    """Believes that the simplest thing is to store the objects themselves."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        torch.save((model, optimiser.state_dict(), generator.get_state(), epoch), path)

    @staticmethod
    def load(path, model, optimiser, generator):
        stored, memory, state, epoch = torch.load(path, weights_only=False)
        model.load_state_dict(stored.state_dict())
        optimiser.load_state_dict(memory)
        generator.set_state(state)
        return epoch


@mutant(caught_by="test_plain_data")
class TrustsEveryFile:
    """Believes that a file is only data, and reads whatever it holds."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
        torch.save({**state, "generator": generator.get_state(), "epoch": epoch}, path)

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=False)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        generator.set_state(state["generator"])
        return state["epoch"]
