"""Twenty tables of 100,000 learnt vectors, of which a step reads few; they lie one behind another in one array."""

import numpy as np

import data as made

ROWS, BATCH = 65536, 2048
COLUMNS, VALUES, WIDTH = 20, 100_000, 16
# Each table has a vector more, for missing and unseen values.
ENTRIES = VALUES + 1


def data(random):
    categories = made.classes(random, VALUES, ROWS, COLUMNS) + np.arange(COLUMNS) * ENTRIES
    return categories, made.flags(random, ROWS), made.flags(random, ROWS)


def pytorch(sparse=False):
    from torch import nn
    from torch.nn import functional as F

    def tower():
        return nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 1))

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.tables = nn.Embedding(COLUMNS * ENTRIES, WIDTH, sparse=sparse)
            self.trunk = nn.Sequential(nn.Linear(COLUMNS * WIDTH, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU())
            self.towers = nn.ModuleList([tower(), tower()])

        def forward(self, categories, *labels):
            x = self.trunk(self.tables(categories).flatten(1))
            return sum(
                F.binary_cross_entropy_with_logits(tower(x)[:, 0], label)
                for tower, label in zip(self.towers, labels)
            )

    return Model()


def jax(key):
    from jax_layers import Parameters, binary_cross_entropy, dense, relu, tower

    make = Parameters(key)
    parameters = {
        "tables": make.uniform((COLUMNS * ENTRIES, WIDTH), WIDTH**-0.5),
        "trunk": [make.dense(COLUMNS * WIDTH, 128), make.dense(128, 64)],
        "towers": [make.tower(64), make.tower(64)],
    }

    def loss(p, statistics, categories, *labels):
        x = p["tables"][categories].reshape(-1, COLUMNS * WIDTH)
        for layer in p["trunk"]:
            x = relu(dense(layer, x))
        losses = [binary_cross_entropy(tower(layers, x), label) for layers, label in zip(p["towers"], labels)]
        return sum(losses), statistics

    return parameters, None, loss
