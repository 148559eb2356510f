"""A table of 130 numbers, a shared net and two binary towers."""

import data as made

ROWS, BATCH = 16384, 256


def data(random):
    return made.numbers(random, ROWS, 130), made.flags(random, ROWS), made.flags(random, ROWS)


def pytorch():
    from torch import nn
    from torch.nn import functional as F

    def tower():
        return nn.Sequential(nn.Linear(128, 32), nn.ReLU(), nn.Linear(32, 1))

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.trunk = nn.Sequential(nn.Linear(130, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU())
            self.towers = nn.ModuleList([tower(), tower()])

        def forward(self, x, *labels):
            x = self.trunk(x)
            return sum(
                F.binary_cross_entropy_with_logits(tower(x)[:, 0], label)
                for tower, label in zip(self.towers, labels)
            )

    return Model()


def jax(key):
    from jax_layers import Parameters, binary_cross_entropy, dense, relu, tower

    make = Parameters(key)
    parameters = {
        "trunk": [make.dense(130, 256), make.dense(256, 128)],
        "towers": [make.tower(128), make.tower(128)],
    }

    def loss(p, statistics, x, *labels):
        for layer in p["trunk"]:
            x = relu(dense(layer, x))
        losses = [binary_cross_entropy(tower(layers, x), label) for layers, label in zip(p["towers"], labels)]
        return sum(losses), statistics

    return parameters, None, loss
