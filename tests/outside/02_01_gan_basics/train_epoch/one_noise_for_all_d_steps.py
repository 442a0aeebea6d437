"""Wrong: believes that the D steps on one batch may share their noise."""


def train_epoch(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    for rows in order.split(batch):
        real, z = x[rows], draw_z(len(rows))
        for _ in range(n_critic):
            d_step(G, D, opt_D, real, z)
        g_step(G, D, opt_G, draw_z(len(rows)))
