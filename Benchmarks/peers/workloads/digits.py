"""A small net with two heads: what counts is the way from one operation to the next."""

import data as made

ROWS, BATCH = 1792, 64


def data(random):
    return made.numbers(random, ROWS, 64), made.classes(random, 10, ROWS), made.classes(random, 2, ROWS)


def pytorch():
    from torch import nn
    from torch.nn import functional as F

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.trunk = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU())
            self.digit = nn.Linear(64, 10)
            self.even = nn.Linear(64, 2)

        def forward(self, x, digit, even):
            x = self.trunk(x)
            return F.cross_entropy(self.digit(x), digit) + F.cross_entropy(self.even(x), even)

    return Model()


def jax(key):
    from jax_layers import Parameters, cross_entropy, dense, relu

    make = Parameters(key)
    parameters = {
        "trunk": [make.dense(64, 128), make.dense(128, 64)],
        "digit": make.dense(64, 10),
        "even": make.dense(64, 2),
    }

    def loss(p, statistics, x, digit, even):
        for layer in p["trunk"]:
            x = relu(dense(layer, x))
        value = cross_entropy(dense(p["digit"], x), digit) + cross_entropy(dense(p["even"], x), even)
        return value, statistics

    return parameters, None, loss
