"""Eight experts over 500 numbers, mixed by a gate for each of two binary towers.

The experts' first layers are one product, the second ones a batch of products, the gates one product.
"""

import data as made

ROWS, BATCH = 16384, 1024
EXPERTS, TASKS = 8, 2


def data(random):
    return made.numbers(random, ROWS, 500), made.flags(random, ROWS), made.flags(random, ROWS)


def pytorch():
    import torch
    from torch import nn
    from torch.nn import functional as F

    def uniform(*shape, inputs):
        return nn.Parameter(torch.empty(shape).uniform_(-(inputs**-0.5), inputs**-0.5))

    def tower():
        return nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 1))

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.first = nn.Linear(500, EXPERTS * 128)
            self.second = uniform(EXPERTS, 128, 64, inputs=128)
            self.second_bias = uniform(EXPERTS, 1, 64, inputs=128)
            self.gate = nn.Linear(500, TASKS * EXPERTS, bias=False)
            self.towers = nn.ModuleList([tower() for _ in range(TASKS)])

        def forward(self, x, *labels):
            hidden = F.relu(self.first(x)).view(-1, EXPERTS, 128).transpose(0, 1)
            experts = F.relu(torch.baddbmm(self.second_bias, hidden, self.second)).transpose(0, 1)
            gates = self.gate(x).view(-1, TASKS, EXPERTS).softmax(dim=2)
            mixed = torch.bmm(gates, experts)
            return sum(
                F.binary_cross_entropy_with_logits(tower(mixed[:, task])[:, 0], label)
                for task, (tower, label) in enumerate(zip(self.towers, labels))
            )

    return Model()


def jax(key):
    import jax.numpy as jnp
    from jax.nn import softmax
    from jax_layers import Parameters, binary_cross_entropy, dense, relu, tower

    make = Parameters(key)
    parameters = {
        "first": make.dense(500, EXPERTS * 128),
        "second": make.uniform((EXPERTS, 128, 64), 128**-0.5),
        "second_bias": make.uniform((EXPERTS, 64), 128**-0.5),
        "gate": make.dense(500, TASKS * EXPERTS, bias=False),
        "towers": [make.tower(64) for _ in range(TASKS)],
    }

    def loss(p, statistics, x, *labels):
        hidden = relu(dense(p["first"], x)).reshape(-1, EXPERTS, 128)
        experts = relu(jnp.einsum("beh,eho->beo", hidden, p["second"]) + p["second_bias"])
        gates = softmax((x @ p["gate"]["weight"]).reshape(-1, TASKS, EXPERTS))
        mixed = jnp.einsum("bte,beo->tbo", gates, experts)
        losses = [binary_cross_entropy(tower(layers, view), label)
                  for layers, view, label in zip(p["towers"], mixed, labels)]
        return sum(losses), statistics

    return parameters, None, loss
