"""Wrong: D steps on every batch, and G after every n_critic batches, as in the Wasserstein paper's program.

There D gets n_critic *different* batches; here it gets n_critic steps "on this batch".
"""


def train_epoch(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    for number, rows in enumerate(order.split(batch), start=1):
        d_step(G, D, opt_D, x[rows], draw_z(len(rows)))
        if number % n_critic == 0:
            g_step(G, D, opt_G, draw_z(len(rows)))
