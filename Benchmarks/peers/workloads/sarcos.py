"""Three wide layers over 21 numbers and seven regressions, whose heads are one product."""

import data as made

ROWS, BATCH, TASKS = 16384, 256, 7
WIDTHS = [21, 512, 512, 512]


def data(random):
    return made.numbers(random, ROWS, 21), made.numbers(random, ROWS, TASKS)


def pytorch():
    from torch import nn
    from torch.nn import functional as F

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            layers = [[nn.Linear(*widths), nn.ReLU()] for widths in zip(WIDTHS, WIDTHS[1:])]
            self.trunk = nn.Sequential(*sum(layers, []))
            self.heads = nn.Linear(512, TASKS)

        def forward(self, x, y):
            return TASKS * F.mse_loss(self.heads(self.trunk(x)), y)

    return Model()


def jax(key):
    import jax.numpy as jnp
    from jax_layers import Parameters, dense, relu

    make = Parameters(key)
    parameters = {
        "trunk": [make.dense(*widths) for widths in zip(WIDTHS, WIDTHS[1:])],
        "heads": make.dense(512, TASKS),
    }

    def loss(p, statistics, x, y):
        for layer in p["trunk"]:
            x = relu(dense(layer, x))
        return TASKS * jnp.square(dense(p["heads"], x) - y).mean(), statistics

    return parameters, None, loss
