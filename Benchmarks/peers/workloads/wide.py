"""Products of large matrices; the towers' first layers are one product."""

import data as made

ROWS, BATCH, TASKS = 8192, 2048, 4


def data(random):
    return made.numbers(random, ROWS, 1024), made.numbers(random, ROWS, TASKS)


def pytorch():
    import torch
    from torch import nn
    from torch.nn import functional as F

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            layers = [[nn.Linear(1024, 1024), nn.ReLU()] for _ in range(4)]
            self.trunk = nn.Sequential(*sum(layers, []))
            self.last = nn.Parameter(torch.empty(TASKS, 256).uniform_(-1 / 16, 1 / 16))
            self.bias = nn.Parameter(torch.empty(TASKS).uniform_(-1 / 16, 1 / 16))

        def forward(self, x, y):
            towers = self.trunk(x).view(-1, TASKS, 256)
            return TASKS * F.mse_loss((towers * self.last).sum(dim=2) + self.bias, y)

    return Model()


def jax(key):
    import jax.numpy as jnp
    from jax_layers import Parameters, dense, relu

    make = Parameters(key)
    parameters = {
        "trunk": [make.dense(1024, 1024) for _ in range(4)],
        "last": make.uniform((TASKS, 256), 1 / 16),
        "bias": make.uniform((TASKS,), 1 / 16),
    }

    def loss(p, statistics, x, y):
        for layer in p["trunk"]:
            x = relu(dense(layer, x))
        predicted = (x.reshape(-1, TASKS, 256) * p["last"]).sum(axis=2) + p["bias"]
        return TASKS * jnp.square(predicted - y).mean(), statistics

    return parameters, None, loss
