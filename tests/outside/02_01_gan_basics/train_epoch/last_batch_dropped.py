"""Wrong: believes that shuffling and turning the loop round are all (the last, smaller batch is still left out)."""


def train_epoch(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    for start in range(0, len(order) - batch + 1, batch):
        real = x[order[start : start + batch]]
        for _ in range(n_critic):
            d_step(G, D, opt_D, real, draw_z(batch))
        g_step(G, D, opt_G, draw_z(batch))
