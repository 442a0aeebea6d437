"""Right: the noise of a batch drawn beforehand, in a list, one call for each step; then the steps. Same draws, same order."""


def train_epoch(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        noises = [draw_z(rows.shape[0]) for _ in range(n_critic + 1)]
        for noise in noises[:-1]:
            d_step(G, D, opt_D, x[rows], noise)
        g_step(G, D, opt_G, noises[-1])
