"""Wrong answers to `train_epoch`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_the_detective_gets_the_extra_steps")
def leaves_the_loop_where_it_was(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Finds the shuffle and the rest, and takes the inner loop for right."""
    for rows in order.split(batch):
        d_step(G, D, opt_D, x[rows], draw_z(len(rows)))
        for _ in range(n_critic):
            g_step(G, D, opt_G, draw_z(len(rows)))


@mutant(caught_by="test_batches_come_in_the_given_order")
def leaves_the_data_sorted(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Finds the loop and the rest, and reads the data as they are stored."""
    for start in range(0, len(order), batch):
        real = x[start : start + batch]
        for _ in range(n_critic):
            d_step(G, D, opt_D, real, draw_z(len(real)))
        g_step(G, D, opt_G, draw_z(len(real)))


@mutant(caught_by="test_nothing_is_left_out")
def drops_the_rest(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Finds both faults that ruin the generator, and leaves the last rows out."""
    for start in range(0, len(order) - batch + 1, batch):
        rows = order[start : start + batch]
        for _ in range(n_critic):
            d_step(G, D, opt_D, x[rows], draw_z(batch))
        g_step(G, D, opt_G, draw_z(batch))


@mutant(caught_by="test_the_detective_gets_the_extra_steps")
def keeps_the_same_noise(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Draws noise once for a batch, and lets D see the same fakes again and again."""
    for rows in order.split(batch):
        z = draw_z(len(rows))
        for _ in range(n_critic):
            d_step(G, D, opt_D, x[rows], z)
        g_step(G, D, opt_G, z)


@mutant(caught_by="test_the_detective_gets_the_extra_steps")
def puts_both_into_the_loop(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Moves both steps into the inner loop."""
    for rows in order.split(batch):
        for _ in range(n_critic):
            d_step(G, D, opt_D, x[rows], draw_z(len(rows)))
            g_step(G, D, opt_G, draw_z(len(rows)))


@mutant(caught_by="test_nothing_is_left_out")
def draws_noise_for_full_batches(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Draws `batch` rows of noise also for the smaller last batch."""
    for rows in order.split(batch):
        for _ in range(n_critic):
            d_step(G, D, opt_D, x[rows], draw_z(batch))
        g_step(G, D, opt_G, draw_z(batch))


@mutant(caught_by="test_batches_come_in_the_given_order")
def makes_a_shuffle_of_its_own(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Shuffles, but not in the order that was asked for."""
    order = torch.randperm(len(x))
    for rows in order.split(batch):
        for _ in range(n_critic):
            d_step(G, D, opt_D, x[rows], draw_z(len(rows)))
        g_step(G, D, opt_G, draw_z(len(rows)))


@mutant(caught_by="test_nothing_is_left_out")
def cuts_even_chunks(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Believes that `chunk` into as many batches as are needed is the same as `batch` rows at a time."""
    for rows in order.chunk(math.ceil(len(order) / batch)):
        for _ in range(n_critic):
            d_step(G, D, opt_D, x[rows], draw_z(len(rows)))
        g_step(G, D, opt_G, draw_z(len(rows)))


@mutant(caught_by="test_the_detective_gets_the_extra_steps")
def gives_each_step_a_batch_of_its_own(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Lets D have n_critic batches, one step on each, for each step of G, as Wasserstein programs do."""
    for number, rows in enumerate(order.split(batch), start=1):
        d_step(G, D, opt_D, x[rows], draw_z(len(rows)))
        if number % n_critic == 0:
            g_step(G, D, opt_G, draw_z(len(rows)))


@mutant(caught_by="test_batches_come_in_the_given_order")
def inverts_the_order(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Believes that order[i] is the place at which row i is visited."""
    for rows in order.argsort().split(batch):
        for _ in range(n_critic):
            d_step(G, D, opt_D, x[rows], draw_z(len(rows)))
        g_step(G, D, opt_G, draw_z(len(rows)))
