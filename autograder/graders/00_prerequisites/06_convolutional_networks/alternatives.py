"""Other right answers, which must have full marks."""
# ruff: noqa: D102, F821 -- methods are the notebook's, and so are the names of its other answers

import numpy as np
import torch
from torch import nn

from autograder.testing import alternative

# --- conv2d


@alternative("conv2d")
def unfolds_to_a_matrix_product(x, w, b=None, stride=1, padding=0):
    """Writes the windows into columns and multiplies by a matrix."""
    (height, width), (kh, kw) = x.shape[2:], w.shape[2:]
    columns = F.unfold(x, (kh, kw), padding=padding, stride=stride)
    y = w.reshape(len(w), -1) @ columns
    if b is not None:
        y = y + b[:, None]
    return y.reshape(
        len(x), len(w), (height + 2 * padding - kh) // stride + 1, (width + 2 * padding - kw) // stride + 1
    )


@alternative("conv2d")
def loops_in_numpy(x, w, b=None, stride=1, padding=0):
    """Loops over all windows, in NumPy."""
    x, w = np.pad(x.numpy(), ((0, 0), (0, 0), (padding, padding), (padding, padding))), w.numpy()
    (_, _, height, width), (c_out, _, kh, kw) = x.shape, w.shape
    rows, columns = (height - kh) // stride + 1, (width - kw) // stride + 1
    y = np.zeros((len(x), c_out, rows, columns), dtype=x.dtype)
    for h in range(rows):
        for v in range(columns):
            window = x[:, :, h * stride : h * stride + kh, v * stride : v * stride + kw]
            y[:, :, h, v] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3)))
    return y if b is None else y + b.numpy()[:, None, None]


@alternative("conv2d")
def loops_over_the_kernel(x, w, b=None, stride=1, padding=0):
    """Adds up moved pictures, one for each entry of the kernel."""
    x = F.pad(x, (padding, padding, padding, padding))
    rows, columns = ((x.shape[axis] - w.shape[axis]) // stride + 1 for axis in (2, 3))
    y = x.new_zeros(len(x), len(w), rows, columns)
    for i, j in np.ndindex(*w.shape[2:]):
        part = x[:, :, i : i + (rows - 1) * stride + 1 : stride, j : j + (columns - 1) * stride + 1 : stride]
        y += torch.einsum("nchw,oc->nohw", part, w[:, :, i, j])
    return y if b is None else y + b.reshape(1, -1, 1, 1)


# --- conv_stack


@alternative("conv_stack")
def walks_back_from_the_end(n, layers):
    """Finds the field from the last layer to the first."""
    for kernel, stride, padding, dilation in layers:
        reach = dilation * (kernel - 1) + 1
        if n + 2 * padding < reach:
            raise ValueError("too small")
        n = (n + 2 * padding - reach + stride) // stride
    field = jump = 1
    for kernel, stride, _, dilation in reversed(layers):
        field = (field - 1) * stride + dilation * (kernel - 1) + 1
        jump *= stride
    return n, field, jump


@alternative("conv_stack")
def counts_places(n, layers):
    """Counts the window's places with a range, and returns a list."""
    field, jump = 1, 1
    for k, s, p, d in layers:
        n = len(range(0, n + 2 * p - d * (k - 1), s))
        if n == 0:
            raise ValueError("no window fits")
        field, jump = field + (k - 1) * d * jump, jump * s
    return [n, field, jump]


# --- is_adjoint


@alternative("is_adjoint")
def asks_several_times(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Draws five pairs of uniform probes."""
    for _ in range(5):
        x = 2 * torch.rand(x_shape, generator=generator, dtype=torch.float64) - 1
        y = 2 * torch.rand(y_shape, generator=generator, dtype=torch.float64) - 1
        there, back = f(x), g(y)
        if tuple(there.shape) != tuple(y_shape) or tuple(back.shape) != tuple(x_shape):
            return False
        left, right = float(torch.vdot(there.flatten(), y.flatten())), float(torch.vdot(x.flatten(), back.flatten()))
        scale = float(torch.linalg.norm(there) * torch.linalg.norm(y) + torch.linalg.norm(x) * torch.linalg.norm(back))
        if not abs(left - right) <= tol * scale:
            return False
    return True


@alternative("is_adjoint")
def sums_products(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Writes it with zeros drawn full, sums and a tensor as the answer."""
    x, y = (torch.empty(shape, dtype=torch.float64).normal_(generator=generator) for shape in (x_shape, y_shape))
    a, b = f(x.clone()), g(y.clone())
    if list(a.shape) != list(y_shape) or list(b.shape) != list(x_shape):
        return torch.tensor(False)
    scale = a.square().sum().sqrt() * y.square().sum().sqrt() + x.square().sum().sqrt() * b.square().sum().sqrt()
    return ((a * y).sum() - (b * x).sum()).abs() <= tol * scale


# --- conv_transpose2d


@alternative("conv_transpose2d")
def spreads_and_convolves(y, w, stride=1, padding=0):
    """Takes the second recipe, with a padding that cuts where it is negative."""
    (rows, columns), (kh, kw) = y.shape[2:], w.shape[2:]
    spread = y.new_zeros(*y.shape[:2], (rows - 1) * stride + 1, (columns - 1) * stride + 1)
    spread[:, :, ::stride, ::stride] = y
    across, along = kw - 1 - padding, kh - 1 - padding
    spread = F.pad(spread, (max(across, 0),) * 2 + (max(along, 0),) * 2)
    cut = max(-along, 0), max(-across, 0)
    spread = spread[:, :, cut[0] : spread.shape[2] - cut[0], cut[1] : spread.shape[3] - cut[1]]
    return conv2d(spread, w.flip(2, 3).transpose(0, 1))


@alternative("conv_transpose2d")
def stamps_pixel_by_pixel(y, w, stride=1, padding=0):
    """Stamps one number after the other, in NumPy."""
    y, w = y.numpy(), w.numpy()
    (n, _, rows, columns), (_, c_in, kh, kw) = y.shape, w.shape
    x = np.zeros((n, c_in, (rows - 1) * stride + kh, (columns - 1) * stride + kw), dtype=y.dtype)
    for h in range(rows):
        for v in range(columns):
            stamp = np.tensordot(y[:, :, h, v], w, axes=(1, 0))
            x[:, :, h * stride : h * stride + kh, v * stride : v * stride + kw] += stamp
    return x[:, :, padding : x.shape[2] - padding, padding : x.shape[3] - padding]


@alternative("conv_transpose2d")
def folds(y, w, stride=1, padding=0):
    """Multiplies by the transposed matrix and folds the columns."""
    (rows, columns), (kh, kw) = y.shape[2:], w.shape[2:]
    stamps = w.reshape(len(w), -1).T @ y.flatten(2)
    size = ((rows - 1) * stride + kh, (columns - 1) * stride + kw)
    x = F.fold(stamps, size, (kh, kw), stride=stride)
    return x[:, :, padding : size[0] - padding, padding : size[1] - padding]


# --- overlap_map


@alternative("overlap_map")
def stamps_ones(n, k, s):
    """Lets the transposed convolution stamp ones."""
    ones = torch.ones(1, 1, n, n, dtype=torch.float64)
    counts = conv_transpose2d(ones, torch.ones(1, 1, k, k, dtype=torch.float64), s)
    return torch.as_tensor(counts)[0, 0].round().long(), k / s == k // s


@alternative("overlap_map")
def counts_in_plain_python(n, k, s):
    """Counts in loops, and returns lists."""
    line = [0] * ((n - 1) * s + k)
    for h in range(n):
        for i in range(k):
            line[s * h + i] += 1
    return [[a * b for b in line] for a in line], not k % s


# --- pixel_shuffle


@alternative("pixel_shuffle")
def fills_by_slices(x, r):
    """Fills every r-th row and column from one channel of each block."""
    N, channels, H, W = x.shape
    y = x.new_empty(N, channels // r**2, H * r, W * r)
    for i in range(r):
        for j in range(r):
            y[:, :, i::r, j::r] = x[:, i * r + j :: r * r]
    return y


@alternative("pixel_shuffle")
def transposes_in_numpy(x, r):
    """Changes the order of the axes in NumPy."""
    N, channels, H, W = x.shape
    y = x.numpy().reshape(N, -1, r, r, H, W).transpose(0, 1, 4, 2, 5, 3)
    return np.ascontiguousarray(y).reshape(N, channels // (r * r), r * H, r * W)


# --- batch_norm


@alternative("batch_norm")
def flattens_first(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Works on a matrix with one row for each channel, and writes the sums out."""
    N, C, H, W = x.shape
    flat = x.transpose(0, 1).reshape(C, -1)
    M = flat.shape[1]
    mean, var, new_mean, new_var = running_mean, running_var, running_mean, running_var
    if training:
        mean = flat.sum(1) / M
        var = (flat - mean[:, None]).pow(2).sum(1) / M
        with torch.no_grad():
            new_mean = running_mean + momentum * (mean - running_mean)
            new_var = running_var + momentum * (var * M / (M - 1) - running_var)
    y = gamma[:, None] * (flat - mean[:, None]) * torch.rsqrt(var + eps)[:, None] + beta[:, None]
    return y.reshape(C, N, H, W).transpose(0, 1), new_mean, new_var


@alternative("batch_norm")
def keeps_dimensions(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Keeps all dimensions, and interpolates between old and new estimates."""
    shape = (1, -1, 1, 1)
    if not training:
        y = (x - running_mean.reshape(shape)) / torch.sqrt(running_var.reshape(shape) + eps)
        return y * gamma.reshape(shape) + beta.reshape(shape), running_mean.clone(), running_var.clone()
    var, mean = torch.var_mean(x, dim=(0, 2, 3), unbiased=False, keepdim=True)
    y = (x - mean) / torch.sqrt(var + eps) * gamma.reshape(shape) + beta.reshape(shape)
    new_mean = torch.lerp(running_mean, mean.detach().flatten(), momentum)
    new_var = torch.lerp(running_var, x.detach().var(dim=(0, 2, 3)), momentum)
    return y, new_mean, new_var


# --- TinyUNet


@alternative("TinyUNet")
class WithTwoConvolutionsAndGroups(nn.Module):
    """Has two convolutions a block with group normalisation, registers layers by name, repeats pixels by indices."""

    def __init__(self, channels, width, depth):
        super().__init__()
        self.depth = depth

        def layers(a, b):
            first = nn.Conv2d(a, b, 3, padding="same")
            return nn.Sequential(first, nn.ReLU(), nn.GroupNorm(1, b), nn.Conv2d(b, b, 3, 1, 1), nn.ReLU(inplace=True))

        for level in range(depth + 1):
            self.add_module(f"down_{level}", layers(width * 2 ** (level - 1) if level else channels, width * 2**level))
        for level in range(depth):
            self.add_module(f"up_{level}", layers(3 * width * 2**level, width * 2**level))
        self.last = nn.Conv2d(width, channels, kernel_size=1)

    def down(self, x):
        kept = []
        for level in range(self.depth + 1):
            if level:
                x = F.pad(x, (0, x.shape[3] % 2, 0, x.shape[2] % 2), value=-float("inf"))
                x = F.max_pool2d(x, 2)
            x = getattr(self, f"down_{level}")(x)
            kept.append(x)
        return kept[-1], kept[:-1]

    def up(self, bottom, skips):
        x = bottom
        for level in range(self.depth - 1, -1, -1):
            skip = skips[level]
            x = x.repeat_interleave(2, dim=2).repeat_interleave(2, dim=3)[:, :, : skip.shape[2], : skip.shape[3]]
            x = getattr(self, f"up_{level}")(torch.cat((skip, x), 1))
        return self.last(x)

    def forward(self, x):
        bottom, skips = self.down(x)
        return self.up(bottom, skips)


@alternative("TinyUNet")
class WithAModuleDict(nn.Module):
    """Makes its layers in a dictionary of modules, and returns the skips as a tuple."""

    def __init__(self, channels, width, depth):
        super().__init__()
        self.levels = depth
        blocks = {"in": block(channels, width), "out": nn.Conv2d(width, channels, (1, 1))}
        for i in range(depth):
            blocks[f"d{i}"] = block(width << i, width << (i + 1))
            blocks[f"u{i}"] = block((width << i) + (width << (i + 1)), width << i)
        self.blocks = nn.ModuleDict(blocks)

    def down(self, x):
        h, skips = self.blocks["in"](x), ()
        for i in range(self.levels):
            skips += (h,)
            h = self.blocks[f"d{i}"](nn.functional.max_pool2d(h, kernel_size=2, ceil_mode=True))
        return h, list(skips)

    def up(self, bottom, skips):
        h = bottom
        for i in reversed(range(self.levels)):
            h = nn.functional.interpolate(h, size=tuple(skips[i].shape[-2:]), mode="nearest")
            h = self.blocks[f"u{i}"](torch.cat([h, skips[i]], dim=1))
        return self.blocks["out"](h)

    def forward(self, x):
        return self.up(*self.down(x))


# --- box_iou


@alternative("box_iou")
def loops_over_pairs(a, b):
    """Takes one pair after the other."""
    table = torch.zeros(len(a), len(b), dtype=a.dtype)
    for i, p in enumerate(a):
        for j, q in enumerate(b):
            wide = max(float(min(p[2], q[2]) - max(p[0], q[0])), 0.0)
            high = max(float(min(p[3], q[3]) - max(p[1], q[1])), 0.0)
            shared = wide * high
            union = float((p[2] - p[0]) * (p[3] - p[1]) + (q[2] - q[0]) * (q[3] - q[1])) - shared
            table[i, j] = shared / union if union > 0 else 0.0
    return table


@alternative("box_iou")
def broadcasts_in_numpy(a, b):
    """Takes the four columns apart, in NumPy."""
    left_a, top_a, right_a, bottom_a = a.numpy().T[:, :, None]
    left_b, top_b, right_b, bottom_b = b.numpy().T[:, None, :]
    wide = np.maximum(np.minimum(right_a, right_b) - np.maximum(left_a, left_b), 0)
    high = np.maximum(np.minimum(bottom_a, bottom_b) - np.maximum(top_a, top_b), 0)
    shared = wide * high
    union = (right_a - left_a) * (bottom_a - top_a) + (right_b - left_b) * (bottom_b - top_b) - shared
    return np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)


# --- nms


@alternative("nms")
def strikes_out(boxes, scores, threshold):
    """Keeps the best of the remaining, and strikes out what overlaps it."""
    order = torch.argsort(scores, descending=True, stable=True)
    kept = []
    while len(order):
        best, order = order[0], order[1:]
        kept.append(int(best))
        order = order[torch.as_tensor(box_iou(boxes[best][None], boxes[order]))[0] <= threshold]
    return kept


@alternative("nms")
def marks_in_numpy(boxes, scores, threshold):
    """Marks what is suppressed, and returns an array."""
    table = np.asarray(box_iou(boxes, boxes))
    order = np.argsort(-scores.numpy(), kind="stable")
    gone = np.zeros(len(boxes), dtype=bool)
    kept = []
    for i in order:
        if not gone[i]:
            kept.append(i)
            gone |= table[i] > threshold
    return np.array(kept, dtype=np.int64)


# --- train_cnn


@alternative("train_cnn")
def trains_with_a_generator_of_its_own(x, y, *, seed, epochs=5, device="cpu"):
    """Draws orders from a generator, and writes the maximum as flattening and amax."""
    torch.manual_seed(seed + 1)
    generator = torch.Generator().manual_seed(seed)
    layers = [nn.Conv2d(1, 16, (3, 3), padding="same"), nn.BatchNorm2d(16), nn.ReLU(inplace=True)]
    layers += [nn.Conv2d(16, 32, (5, 5), padding="same"), nn.BatchNorm2d(32), nn.ReLU(inplace=True)]
    net = nn.Sequential(*layers, nn.AdaptiveMaxPool2d((1, 1)), nn.Flatten(1), nn.Linear(32, 10)).to(device)
    optimiser, loss_function = torch.optim.Adam(net.parameters(), 1e-2), nn.CrossEntropyLoss()
    for _ in range(epochs):
        order = torch.randperm(len(x), generator=generator)
        for start in range(0, len(x), 64):
            rows = order[start : start + 64]
            optimiser.zero_grad(set_to_none=True)
            loss_function(net(x[rows].to(device)), y[rows].to(device)).backward()
            optimiser.step()
    net.eval()
    return net.to("cpu")


@alternative("train_cnn")
class TrainsInAModule(nn.Module):
    """Is a module of its own that trains when it is made, and takes the maximum by hand."""

    def __init__(self, x, y, *, seed, epochs=5, device="cpu"):
        super().__init__()
        torch.manual_seed(seed)
        self.first, self.second = nn.Conv2d(1, 16, 3, padding=1), nn.Conv2d(16, 32, 5, padding=2)
        self.norms = nn.ModuleList([nn.BatchNorm2d(16), nn.BatchNorm2d(32)])
        self.last = nn.Linear(32, 10)
        self.to(device)
        optimiser = torch.optim.Adam(self.parameters(), lr=0.01)
        for _ in range(epochs):
            for rows in torch.randperm(len(x)).split(64):
                loss = F.cross_entropy(self(x[rows].to(device)), y[rows].to(device))
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
        self.cpu().eval()

    def forward(self, x):
        h = self.norms[0](self.first(x)).relu()
        h = self.norms[1](self.second(h)).relu()
        return self.last(h.amax(dim=(2, 3)))
