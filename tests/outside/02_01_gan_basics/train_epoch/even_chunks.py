"""Wrong: the order cut by chunk into as many batches as are needed.

chunk makes pieces that are as equal as possible: 100 rows in batches of 30 become four of 25, not 30, 30, 30, 10.
"""

import math


def train_epoch(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    for rows in order.chunk(math.ceil(len(order) / batch)):
        for _ in range(n_critic):
            d_step(G, D, opt_D, x[rows], draw_z(len(rows)))
        g_step(G, D, opt_G, draw_z(len(rows)))
