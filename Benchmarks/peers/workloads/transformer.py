"""Two blocks of attention over 64 words, one class for the text and one for every word."""

import data as made

ROWS, BATCH, LENGTH, VOCABULARY, WIDTH, HEADS = 4096, 32, 64, 10_000, 128, 4
# The embedding has a vector more, for words that it does not know.
ENTRIES = VOCABULARY + 1


def data(random):
    return (
        made.classes(random, VOCABULARY, ROWS, LENGTH),
        made.classes(random, 10, ROWS),
        made.classes(random, 17, ROWS, LENGTH),
    )


def pytorch(sparse=False):
    from torch import nn
    from torch.nn import functional as F

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.before_attention = nn.LayerNorm(WIDTH)
            self.projection = nn.Linear(WIDTH, 3 * WIDTH)
            self.result = nn.Linear(WIDTH, WIDTH)
            self.feed_forward = nn.Sequential(
                nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(), nn.Linear(4 * WIDTH, WIDTH)
            )

        def attention(self, x):
            parts = self.projection(x).view(-1, LENGTH, 3, HEADS, WIDTH // HEADS)
            query, key, value = parts.permute(2, 0, 3, 1, 4)
            return self.result(F.scaled_dot_product_attention(query, key, value).transpose(1, 2).flatten(2))

        def forward(self, x):
            x = x + self.attention(self.before_attention(x))
            return x + self.feed_forward(x)

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding = nn.Embedding(ENTRIES, WIDTH, sparse=sparse)
            self.blocks = nn.Sequential(Block(), Block())
            self.topic = nn.Linear(WIDTH, 10)
            self.tag = nn.Linear(WIDTH, 17)

        def forward(self, words, topic, tags):
            x = self.blocks(self.embedding(words))
            return F.cross_entropy(self.topic(x.mean(dim=1)), topic) + F.cross_entropy(
                self.tag(x).flatten(0, 1), tags.flatten()
            )

    return Model()


def jax(key):
    import jax.numpy as jnp
    from jax.nn import gelu, softmax
    from jax_layers import Parameters, cross_entropy, dense, layer_norm

    make = Parameters(key)

    def norm():
        return {"scale": jnp.ones(WIDTH), "shift": jnp.zeros(WIDTH)}

    def block():
        return {
            "before_attention": norm(),
            "projection": make.dense(WIDTH, 3 * WIDTH),
            "result": make.dense(WIDTH, WIDTH),
            "before_feed_forward": norm(),
            "wide": make.dense(WIDTH, 4 * WIDTH),
            "narrow": make.dense(4 * WIDTH, WIDTH),
        }

    parameters = {
        "embedding": make.uniform((ENTRIES, WIDTH), WIDTH**-0.5),
        "blocks": [block(), block()],
        "topic": make.dense(WIDTH, 10),
        "tag": make.dense(WIDTH, 17),
    }

    def attention(p, x):
        parts = dense(p["projection"], x).reshape(-1, LENGTH, 3, HEADS, WIDTH // HEADS)
        query, key, value = parts[:, :, 0], parts[:, :, 1], parts[:, :, 2]
        scores = jnp.einsum("bqhd,bkhd->bhqk", query, key) * (WIDTH // HEADS) ** -0.5
        mixed = jnp.einsum("bhqk,bkhd->bqhd", softmax(scores), value)
        return dense(p["result"], mixed.reshape(-1, LENGTH, WIDTH))

    def loss(p, statistics, words, topic, tags):
        x = p["embedding"][words]
        for layers in p["blocks"]:
            x = x + attention(layers, layer_norm(layers["before_attention"], x))
            hidden = gelu(dense(layers["wide"], layer_norm(layers["before_feed_forward"], x)), approximate=False)
            x = x + dense(layers["narrow"], hidden)
        value = cross_entropy(dense(p["topic"], x.mean(axis=1)), topic) + cross_entropy(dense(p["tag"], x), tags)
        return value, statistics

    return parameters, None, loss
