"""Right: the whole shuffled copy first, then a while loop that eats it from the front."""


def train_epoch(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    rest = x[order]
    while len(rest) > 0:
        real, rest = rest[:batch], rest[batch:]
        size = real.shape[0]
        critic = 0
        while critic < n_critic:
            z = draw_z(size)
            d_step(G, D, opt_D, real, z)
            critic += 1
        z = draw_z(size)
        g_step(G, D, opt_G, z)
