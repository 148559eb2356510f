"""A gated recurrent unit over 40 words in both directions, and two tags for every word."""

import data as made

ROWS, BATCH, LENGTH, VOCABULARY, WIDTH = 4096, 32, 40, 10_000, 96
# The embedding has a vector more, for words that it does not know.
ENTRIES = VOCABULARY + 1


def data(random):
    return (
        made.classes(random, VOCABULARY, ROWS, LENGTH),
        made.classes(random, 17, ROWS, LENGTH),
        made.classes(random, 50, ROWS, LENGTH),
    )


def pytorch(sparse=False):
    from torch import nn
    from torch.nn import functional as F

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding = nn.Embedding(ENTRIES, WIDTH, sparse=sparse)
            self.gru = nn.GRU(WIDTH, WIDTH, batch_first=True, bidirectional=True)
            self.heads = nn.ModuleList([nn.Linear(2 * WIDTH, 17), nn.Linear(2 * WIDTH, 50)])

        def forward(self, words, *labels):
            x, _ = self.gru(self.embedding(words))
            return sum(
                F.cross_entropy(head(x).flatten(0, 1), label.flatten()) for head, label in zip(self.heads, labels)
            )

    return Model()


def jax(key):
    import jax.numpy as jnp
    from jax import lax
    from jax.nn import sigmoid
    from jax_layers import Parameters, cross_entropy, dense

    make = Parameters(key)
    shape = (2, WIDTH, 3 * WIDTH)
    parameters = {
        "embedding": make.uniform((ENTRIES, WIDTH), WIDTH**-0.5),
        "input": {"weight": make.uniform(shape, WIDTH**-0.5), "bias": make.uniform((2, 1, 1, 3 * WIDTH), WIDTH**-0.5)},
        "state": {"weight": make.uniform(shape, WIDTH**-0.5), "bias": make.uniform((2, 1, 3 * WIDTH), WIDTH**-0.5)},
        "heads": [make.dense(2 * WIDTH, 17), make.dense(2 * WIDTH, 50)],
    }

    def gru(p, x):
        """Both directions at once, the inputs' products before the scan."""
        both = jnp.stack([x, x[:, ::-1]])
        inputs = jnp.einsum("dbti,dio->dtbo", both, p["input"]["weight"]) + p["input"]["bias"]

        def step(state, given):
            product = jnp.einsum("dbi,dio->dbo", state, p["state"]["weight"]) + p["state"]["bias"]
            reset, update = jnp.split(sigmoid(given[..., : 2 * WIDTH] + product[..., : 2 * WIDTH]), 2, axis=-1)
            new = jnp.tanh(given[..., 2 * WIDTH :] + reset * product[..., 2 * WIDTH :])
            state = new + update * (state - new)
            return state, state

        _, states = lax.scan(step, jnp.zeros((2, len(x), WIDTH)), inputs.swapaxes(0, 1))
        return jnp.concatenate([states[:, 0], states[::-1, 1]], axis=-1)

    def loss(p, statistics, words, *labels):
        x = gru(p, p["embedding"][words])
        losses = [cross_entropy(dense(head, x), label.T) for head, label in zip(p["heads"], labels)]
        return sum(losses), statistics

    return parameters, None, loss
