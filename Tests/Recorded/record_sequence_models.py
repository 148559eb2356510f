"""Trains whole models over words in PyTorch, in float64, as `sequence_models.json`.

Needs torch and numpy (Benchmarks/requirements.txt). The file has the form of `models.json`, which `record_models.py`
describes. Words are called by their numbers; one that the vocabulary does not have has the number behind its last.
"""

import torch
from torch import nn
from torch.nn import functional as F

from record_models import SPLIT, affine, column, numbers, record, under, write
from record_sequences import attend, recurrence


def gates(prefix, inputs, units, count, has_recurrent_bias):
    """The shapes of one direction of a recurrence."""
    shapes = {
        f"{prefix}.input_weight": [inputs, count * units],
        f"{prefix}.input_bias": [count * units],
        f"{prefix}.recurrent_weight": [units, count * units],
    }
    return shapes | ({f"{prefix}.recurrent_bias": [count * units]} if has_recurrent_bias else {})


class Texts:
    """Texts of no word to one more than are kept, as cells, as numbers of words, and where words stand."""

    def __init__(self, rows, length, vocabulary):
        words = [
            [(row * 7 + place * 3 + row * place) % (vocabulary + 1) for place in range(row * 5 % (length + 2))]
            for row in range(rows)
        ]
        self.words = words
        self.cells = [" ".join(map(str, row)) for row in words]
        kept = [row[:length] + [0] * (length - len(row)) for row in words]
        self.numbers = torch.tensor(kept)
        counts = torch.tensor([min(len(row), length) for row in words])
        self.mask = (torch.arange(length)[None] < counts[:, None]).double()
        # PyTorch takes no text without words: one word, which nothing then reads.
        self.nonempty = (torch.arange(length)[None] < counts.clamp(min=1)[:, None]).double()

    def vectors(self, table, i):
        return table[self.numbers[i]] * self.mask[i][..., None]

    def tags(self, classes, salt):
        """A tag for each word as cells, `-` for none, and as numbers of classes, -1 for none."""
        tags = [[(word * 2 + place * salt) % (classes + 1) for place, word in enumerate(row)] for row in self.words]
        cells = [" ".join("-" if tag == classes else str(tag) for tag in row) for row in tags]
        length = self.mask.shape[1]
        kept = [(row + [classes] * length)[:length] for row in tags]
        return cells, torch.tensor([[-1 if tag == classes else tag for tag in row] for row in kept])


def tagger():
    texts = Texts(36, 5, 6)
    kinds, kind = texts.tags(3, 1)
    forms, form = texts.tags(2, 3)
    shapes = {"encoder.embedding.weight": [7, 4]}
    for direction in ("forward", "backward"):
        shapes |= gates(f"encoder.gru.{direction}", 4, 3, 3, True)
    shapes |= {"kind.dense.weight": [6, 3], "kind.dense.bias": [3], "form.dense.weight": [6, 2], "form.dense.bias": [2]}
    shapes |= {"weighting.kind.log_variance": [], "weighting.form.log_variance": []}
    gru = recurrence(nn.GRU, 3, 3, "both")

    def losses(P, i):
        x = texts.vectors(P["encoder.embedding.weight"], i)
        h = gru(x, texts.nonempty[i], **under(P, "encoder.gru."))["output"]
        return {
            task: F.cross_entropy(affine(P, f"{task}.dense", h).flatten(0, 1), tags[i].flatten(), ignore_index=-1)
            for task, tags in [("kind", kind), ("form", form)]
        }

    def combine(P, found):
        return sum(
            torch.exp(-P[f"weighting.{task}.log_variance"]) * loss + 0.5 * P[f"weighting.{task}.log_variance"]
            for task, loss in found.items()
        )

    record(
        "two tags for each word by a gru in both directions, uncertainty",
        """data texts from csv("rows.csv") {
    feature words: tokens(max_length: 5, vocabulary: 6)
    label   kind: tags(3)
    label   form: tags(2)
    """ + SPLIT + """
}

shared encoder(texts.words) {
    embedding(4, dense_updates: true) -> gru(3, direction: both)
}

task kind(encoder) {
    dense(3)
    loss cross_entropy(texts.kind)
}

task form(encoder) {
    dense(2)
    loss cross_entropy(texts.form)
}

weighting uncertainty

train {
    optimizer adam(learning_rate: 0.01)
    batch     16
}
""",
        {"rows.csv": {"words": texts.cells, "kind": kinds, "form": forms}},
        shapes, losses, lambda values: torch.optim.Adam(values, lr=0.01), combine,
    )


def memory():
    rows = 36
    texts = Texts(rows, 5, 6)
    table = {
        "words": texts.cells,
        "liked": ["" if row % 9 == 4 else int(row * 11 % 7 < 3) for row in range(rows)],
        "score": column(rows, 20, 2.0),
        "trust": abs(column(rows, 19)),
    }
    there = torch.tensor([value != "" for value in table["liked"]]).double()
    liked = numbers([value or 0 for value in table["liked"]])
    score, trust = numbers(table["score"]), numbers(table["trust"])
    shapes = {"encoder.embedding.weight": [7, 3]} | gates("encoder.lstm.forward", 3, 4, 4, False)
    shapes |= {"liked.dense.weight": [4, 1], "liked.dense.bias": [1]}
    shapes |= {"score.dense.weight": [4, 1], "score.dense.bias": [1]}
    lstm = recurrence(nn.LSTM, 4, 4, "forward")

    def losses(P, i):
        x = texts.vectors(P["encoder.embedding.weight"], i)
        # The last place repeats the state at the last word.
        h = lstm(x, texts.nonempty[i], **under(P, "encoder.lstm."))["output"][:, -1] * texts.mask[i][:, :1]
        logit = affine(P, "liked.dense", h)[:, 0]
        entropy = F.binary_cross_entropy_with_logits(logit, liked[i], reduction="none", pos_weight=numbers(2.5))
        return {
            "liked": (entropy * there[i]).sum() / there[i].sum(),
            "score": (trust[i] * (affine(P, "score.dense", h)[:, 0] - score[i]) ** 2).mean(),
        }

    def combine(P, found):
        return sum(found.values()) + 0.01 * sum(value.square().sum() for value in P.values())

    record(
        "the last state of an lstm, rows that count unevenly, a penalty",
        """data texts from csv("rows.csv") {
    feature words: tokens(max_length: 5, vocabulary: 6)
    label   liked: flag
    label   score: number(scale: none)
    column  trust: number
    """ + SPLIT + """
}

shared encoder(texts.words) {
    embedding(3, dense_updates: true) -> lstm(4) -> last_over(time)
}

task liked(encoder) {
    dense(1)
    loss binary_cross_entropy(texts.liked, pos_weight: 2.5)
}

task score(encoder) {
    dense(1)
    loss mse(texts.score, weight: texts.trust)
}

train {
    optimizer adamax(learning_rate: 0.01)
    penalty   l2(0.01)
    batch     16
}
""",
        {"rows.csv": table}, shapes, losses, lambda values: torch.optim.Adamax(values, lr=0.01), combine,
    )


def attention():
    rows = 36
    texts = Texts(rows, 4, 6)
    table = {"words": texts.cells, "topic": [row * 7 % 3 for row in range(rows)], "score": column(rows, 21, 2.0)}
    topic, score = torch.tensor(table["topic"]), numbers(table["score"])
    shapes = {"encoder.embedding.weight": [7, 4], "encoder.position.weight": [4, 4]}
    for name, shape in [
        ("attention.input_weight", [4, 12]), ("attention.input_bias", [12]),
        ("attention.output_weight", [4, 4]), ("attention.output_bias", [4]),
        ("layer_norm.scale", [4]), ("layer_norm.shift", [4]), ("layer_norm_2.scale", [4]), ("layer_norm_2.shift", [4]),
        ("dense.weight", [4, 6]), ("dense.bias", [6]), ("dense_2.weight", [6, 4]), ("dense_2.bias", [4]),
    ]:
        shapes[f"encoder.transformer.{name}"] = shape
    shapes |= {"topic.dense.weight": [4, 3], "topic.dense.bias": [3]}
    shapes |= {"score.dense.weight": [4, 1], "score.dense.bias": [1]}

    def losses(P, i):
        mask, T = texts.mask[i], under(P, "encoder.transformer.")

        def normalise(x, name):
            return F.layer_norm(x, [4], T[f"{name}.scale"], T[f"{name}.shift"], 1e-5)

        h = texts.vectors(P["encoder.embedding.weight"], i) + P["encoder.position.weight"]
        h = h + attend(2, normalise(h, "layer_norm"), texts.nonempty[i], "attention.", T)
        h = h + affine(T, "dense_2", F.gelu(affine(T, "dense", normalise(h, "layer_norm_2"))))
        h = (h * mask[..., None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
        return {
            "topic": F.cross_entropy(affine(P, "topic.dense", h), topic[i], label_smoothing=0.1),
            "score": F.l1_loss(affine(P, "score.dense", h)[:, 0], score[i]),
        }

    record(
        "the mean over time of a transformer with learnt positions, a falling rate",
        """data texts from csv("rows.csv") {
    feature words: tokens(max_length: 4, vocabulary: 6)
    label   topic: category(3)
    label   score: number(scale: none)
    """ + SPLIT + """
}

shared encoder(texts.words) {
    embedding(4, dense_updates: true) -> position(learned)
    transformer(heads: 2, width: 6)
    mean_over(time)
}

task topic(encoder) {
    dense(3)
    loss cross_entropy(texts.topic, label_smoothing: 0.1)
}

task score(encoder) {
    dense(1)
    loss mae(texts.score)
}

train {
    optimizer radam(learning_rate: 0.01)
    schedule  exponential(factor: 0.98, every: 1 epoch, warmup: 5 steps)
    batch     16
}
""",
        {"rows.csv": table}, shapes, losses, lambda values: torch.optim.RAdam(values, lr=0.01),
        schedule=lambda step: 0.01 * ((step + 1) / 6 if step < 5 else 0.98 ** ((step - 5) / 3)),
    )


class TouchedRows:
    """An optimizer that leaves alone the rows of a table, and what it keeps of them, that have no gradient."""

    def __init__(self, optimizer, table):
        self.optimizer, self.table = optimizer, table
        self.param_groups, self.zero_grad = optimizer.param_groups, optimizer.zero_grad

    def step(self):
        still = self.table.grad.abs().sum(1) == 0
        old = {key: value.clone() for key, value in self.optimizer.state[self.table].items() if value.ndim == 2}
        table = self.table.detach().clone()
        self.optimizer.step()
        with torch.no_grad():
            self.table[still] = table[still]
            for key, value in self.optimizer.state[self.table].items():
                if value.ndim == 2:
                    value[still] = old[key][still] if old else 0


def bags():
    rows = 36
    texts = Texts(rows, 5, 40)
    table = {"words": texts.cells, "size": column(rows, 22, 2.0), "weight": column(rows, 23)}
    size, weight = numbers(table["size"]), numbers(table["weight"])
    shapes = {"encoder.embedding_bag.weight": [41, 4], "encoder.dense.weight": [4, 5], "encoder.dense.bias": [5]}
    for task in ("size", "weight"):
        shapes |= {f"{task}.dense.weight": [5, 1], f"{task}.dense.bias": [1]}

    def losses(P, i):
        words = texts.vectors(P["encoder.embedding_bag.weight"], i).sum(1)
        h = torch.tanh(affine(P, "encoder.dense", words / texts.mask[i].sum(1, keepdim=True).clamp(min=1)))
        return {
            "size": F.mse_loss(affine(P, "size.dense", h)[:, 0], size[i]),
            "weight": F.l1_loss(affine(P, "weight.dense", h)[:, 0], weight[i]),
        }

    record(
        "the mean of vectors of which only those of a batch's words move, decay, a bound on the gradient",
        """data texts from csv("rows.csv") {
    feature words: tokens(max_length: 5, vocabulary: 40)
    label   size, weight: number(scale: none)
    """ + SPLIT + """
}

shared encoder(texts.words) {
    embedding_bag(4) -> dense(5) -> tanh
}

task size(encoder) {
    dense(1)
    loss mse(texts.size)
}

task weight(encoder) {
    dense(1)
    loss mae(texts.weight)
}

train {
    optimizer adamw(learning_rate: 0.01, weight_decay: 0.1)
    clip      norm(0.5)
    batch     16
}
""",
        {"rows.csv": table}, shapes, losses,
        lambda values: TouchedRows(torch.optim.AdamW(values, lr=0.01, weight_decay=0.1), values[0]), clip=0.5,
    )


def main():
    tagger()
    bags()
    memory()
    attention()
    write("sequence_models.json")


if __name__ == "__main__":
    main()
