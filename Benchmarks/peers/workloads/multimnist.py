"""Two digits in one picture: convolutions with large windows, pooling, two heads."""

import data as made

ROWS, BATCH = 4096, 256


def data(random):
    return made.pixels(random, ROWS, 36, 36, 1), made.classes(random, 10, ROWS), made.classes(random, 10, ROWS)


def pytorch():
    import torch
    from torch import nn
    from torch.nn import functional as F

    def head():
        return nn.Sequential(nn.Linear(50, 50), nn.ReLU(), nn.Linear(50, 10))

    def max_pool(x):
        """The library's, or where it is compiled, maxima of slices: each is sooner done there than the other."""
        if not torch.compiler.is_compiling():
            return F.max_pool2d(x, 2)
        above = torch.maximum(x[:, :, ::2, ::2], x[:, :, ::2, 1::2])
        return torch.maximum(above, torch.maximum(x[:, :, 1::2, ::2], x[:, :, 1::2, 1::2]))

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.first = nn.Conv2d(1, 10, kernel_size=5)
            self.second = nn.Conv2d(10, 20, kernel_size=5)
            self.dense = nn.Linear(20 * 6 * 6, 50)
            self.heads = nn.ModuleList([head(), head()])

        def forward(self, image, *labels):
            x = image.permute(0, 3, 1, 2)
            x = max_pool(F.relu(self.first(x)))
            x = max_pool(F.relu(self.second(x)))
            x = F.relu(self.dense(x.permute(0, 2, 3, 1).flatten(1)))
            return sum(F.cross_entropy(head(x), label) for head, label in zip(self.heads, labels))

    return Model().to(memory_format=torch.channels_last)


def jax(key):
    from jax_layers import Parameters, conv, cross_entropy, dense, max_pool, relu

    make = Parameters(key)
    parameters = {
        "first": make.conv(5, 1, 10),
        "second": make.conv(5, 10, 20),
        "dense": make.dense(20 * 6 * 6, 50),
        "heads": [[make.dense(50, 50), make.dense(50, 10)] for _ in range(2)],
    }

    def loss(p, statistics, x, *labels):
        x = max_pool(relu(conv(p["first"], x, "VALID")))
        x = max_pool(relu(conv(p["second"], x, "VALID")))
        x = relu(dense(p["dense"], x.reshape(len(x), -1)))
        losses = [cross_entropy(dense(last, relu(dense(first, x))), label)
                  for (first, last), label in zip(p["heads"], labels)]
        return sum(losses), statistics

    return parameters, None, loss
