"""Wrong: everything mended but the noise of the last batch, which still has `batch` rows."""


def train_epoch(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    for rows in order.split(batch):
        for _ in range(n_critic):
            d_step(G, D, opt_D, x[rows], draw_z(batch))
        g_step(G, D, opt_G, draw_z(batch))
