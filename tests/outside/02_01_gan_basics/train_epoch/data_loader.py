"""Right: torch's DataLoader, with the order as its sampler; drop_last is False by default."""

from torch.utils.data import DataLoader, TensorDataset


def train_epoch(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    loader = DataLoader(TensorDataset(x), batch_size=batch, sampler=order.tolist())
    for (real,) in loader:
        steps_of_D = 0
        while steps_of_D < n_critic:
            d_step(G, D, opt_D, real, draw_z(real.shape[0]))
            steps_of_D += 1
        g_step(G, D, opt_G, draw_z(real.shape[0]))
