"""Right: a batch, and then the same for what is left of the order."""


def train_epoch(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    if len(order) == 0:
        return
    rows = order[:batch]
    for _ in range(n_critic):
        d_step(G, D, opt_D, x[rows], draw_z(len(rows)))
    g_step(G, D, opt_G, draw_z(len(rows)))
    train_epoch(G, D, opt_G, opt_D, x, order[batch:], draw_z, batch, n_critic)
