"""Wrong: the forger shows the same fakes to the detective and learns from them: G steps on the last noise of D.

I took "fresh noise" to mean fresh for each batch. The docstring wants it for G's step again.
"""


def train_epoch(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    for rows in order.split(batch):
        for _ in range(n_critic):
            z = draw_z(len(rows))
            d_step(G, D, opt_D, x[rows], z)
        g_step(G, D, opt_G, z)
