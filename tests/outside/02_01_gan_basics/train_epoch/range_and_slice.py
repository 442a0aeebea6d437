"""Right: the draft repaired line by line."""


def train_epoch(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    n = len(order)
    for start in range(0, n, batch):
        stop = min(start + batch, n)
        real = torch.index_select(x, 0, order[start:stop])
        for _ in range(n_critic):
            d_step(G, D, opt_D, real, draw_z(stop - start), mode="ns")
        g_step(G, D, opt_G, draw_z(stop - start), mode="ns")
