"""Wrong: "visited in the order `order`" the other way round: row i of x is visited at place order[i].

For a random order that is another random order; for a given one it is a different one.
"""


def train_epoch(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    for rows in order.argsort().split(batch):
        for _ in range(n_critic):
            d_step(G, D, opt_D, x[rows], draw_z(len(rows)))
        g_step(G, D, opt_G, draw_z(len(rows)))
