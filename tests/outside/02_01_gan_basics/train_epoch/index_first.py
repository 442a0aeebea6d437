"""Right: put the data in order once, and let split cut it; noise as large as the piece."""


def train_epoch(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    for real in x[order].split(batch):
        for _ in range(n_critic):
            d_step(G, D, opt_D, real, draw_z(len(real)), "ns")
        g_step(G, D, opt_G, draw_z(len(real)), "ns")
