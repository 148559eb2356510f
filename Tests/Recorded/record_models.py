"""Trains whole models in PyTorch, in float64, and records each task's loss in every step, as `models.json`.

Needs torch and numpy (Benchmarks/requirements.txt). Rows and initial parameters come from whole-number formulas
(`recording.formula`), parameters rounded to float32 as a safetensors file of mtl holds them, numbers of rows to 64ths,
which float32 holds exactly. Rows are taken in their order, a batch at a time, and all of them again in each epoch;
there is no dropout.

    {"element": "float64", "generator": "torch ...",
     "models": [{"name", "spec", "files": {name: text}, "parameters": {name: T}, "losses": {task: [loss of each step]}},
                ...]}

`files` are those that the spec reads. The loss of a task without a label in a batch is 0.
"""

import math

import numpy as np
import torch
from torch.nn import functional as F

import recording

STEPS = 200
BATCH = 16
MODELS = []
SPLIT = "split   random(validation: 0%, test: 0%)"

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)


def parameters(shapes, nudge=0.0):
    """The initial parameters, each moved by up to `nudge` in relation to its size."""
    result = {}
    for salt, (name, shape) in enumerate(shapes.items()):
        scale = 1 / math.sqrt(max(1, int(np.prod(shape[:-1]))))
        start = 1.0 if name.endswith(".scale") else 0.0
        values = (start + recording.formula(shape, 200 + salt, scale)).astype(np.float32)
        values = values.astype(np.float64) * (1 + recording.formula(shape, 100 + salt, nudge))
        result[name] = torch.tensor(values).requires_grad_(True)
    return result


def column(rows, salt, scale=1.0):
    return np.round(recording.formula([rows], salt, scale) * 64) / 64


def text(table):
    """A table of columns as comma-separated values."""
    lines = [",".join(table)]
    lines += [",".join(str(value) for value in row) for row in zip(*table.values())]
    return "\n".join(lines) + "\n"


def train(P, count, losses, optimizer, combine, clip, slow, schedule):
    """The losses of all steps by task."""
    step = optimizer(list(P.values()))
    if slow:
        prefix, still, rate = slow
        chosen = [value for key, value in P.items() if key.startswith(prefix)]
        others = [value for key, value in P.items() if not key.startswith(prefix)]
        lr = step.param_groups[0]["lr"]
        step = optimizer([{"params": others}, {"params": chosen, "lr": lr * rate}])
    recorded = {}
    per_epoch = math.ceil(count / BATCH)
    for number in range(STEPS):
        begin = number % per_epoch * BATCH
        found = losses(P, torch.arange(begin, min(begin + BATCH, count)))
        for task, loss in found.items():
            recorded.setdefault(task, []).append(float(f"{loss.item():.15g}"))
        total = combine(P, found) if combine else sum(found.values())
        step.zero_grad()
        total.backward()
        if slow and number < still:
            for value in chosen:
                value.grad = None
        if clip:
            torch.nn.utils.clip_grad_norm_(list(P.values()), clip)
        if schedule:
            for group in step.param_groups:
                group["lr"] = schedule(number)
        step.step()
    return recorded


def record(name, spec, tables, shapes, losses, optimizer, combine=None, clip=None, slow=None, schedule=None):
    """Adds a model: `losses(P, rows)` gives the loss of each task by name for the rows of a batch.

    `tables` are the files by name, whose rows are counted one file after another. `combine(P, losses)` is what is
    minimised, the sum of the losses unless given. `slow` is the beginning of some parameters' names, for how many
    steps they stand still, and by what their learning rate is multiplied then; `schedule(step)` is the rate.

    A model whose losses depend too much on the last bits of its parameters is refused: nothing can be compared to it.
    """
    count = sum(len(next(iter(table.values()))) for table in tables.values())
    settings = (count, losses, optimizer, combine, clip, slow, schedule)
    recorded = train(parameters(shapes), *settings)
    distance = difference(train(parameters(shapes, nudge=1e-15), *settings), recorded)
    assert distance < 1e-9, f"{name}: rounding alone makes a difference of {distance}"
    MODELS.append(
        {
            "name": name,
            "spec": spec,
            "files": {file: text(table) for file, table in tables.items()},
            "parameters": {key: recording.tensor(value) for key, value in parameters(shapes).items()},
            "losses": recorded,
        }
    )


def difference(found, recorded):
    """The largest difference of a loss, in relation to it."""
    return max(
        abs(a - b) / max(abs(b), 1e-3) for task in recorded for a, b in zip(found[task], recorded[task])
    )


def numbers(values):
    return torch.tensor(np.asarray(values, dtype=np.float64))


def affine(P, name, x):
    return x @ P[f"{name}.weight"] + P[f"{name}.bias"]


def under(P, prefix):
    """The parameters below a name, by the rest of their names."""
    return {key.removeprefix(prefix): value for key, value in P.items() if key.startswith(prefix)}


def mixture():
    rows = 40
    towns, kinds = ["a", "b", "c", "d"], ["x", "y"]
    table = {
        "age": column(rows, 1, 2.0),
        "town": [towns[(row * 7 + row // 3) % 4] for row in range(rows)],
        "kind": [kinds[row * 5 % 3] if row * 5 % 3 < 2 else "" for row in range(rows)],
        "rich": [int(row * 11 % 7 < 3) for row in range(rows)],
        "score": column(rows, 2, 3.0),
    }
    age, score = numbers(table["age"]), numbers(table["score"])
    rich = numbers(table["rich"])
    town = torch.tensor([towns.index(value) for value in table["town"]])
    kind = torch.tensor([kinds.index(value) if value else len(kinds) for value in table["kind"]])
    shapes = {"encoded.encode.town.weight": [5, 3], "encoded.encode.kind.weight": [3, 3]}
    for expert in (1, 2, 3):
        shapes |= {
            f"experts.expert_{expert}.dense.weight": [7, 6],
            f"experts.expert_{expert}.dense.bias": [6],
            f"experts.expert_{expert}.dense_2.weight": [6, 5],
            f"experts.expert_{expert}.dense_2.bias": [5],
        }
    shapes |= {
        "rich.experts.gate.weight": [7, 3], "rich.dense.weight": [12, 1], "rich.dense.bias": [1],
        "score.experts.gate.weight": [7, 3], "score.dense.weight": [5, 4], "score.dense.bias": [4],
        "score.dense_2.weight": [4, 1], "score.dense_2.bias": [1],
    }

    def losses(P, i):
        x = torch.cat(
            [age[i][:, None], P["encoded.encode.town.weight"][town[i]], P["encoded.encode.kind.weight"][kind[i]]], 1
        )
        experts = []
        for expert in (1, 2, 3):
            name = f"experts.expert_{expert}"
            hidden = F.silu(x @ P[f"{name}.dense.weight"] + P[f"{name}.dense.bias"])
            experts.append(F.elu(hidden @ P[f"{name}.dense_2.weight"] + P[f"{name}.dense_2.bias"]))
        stacked = torch.stack(experts, 1)

        def view(task):
            return (torch.softmax(x @ P[f"{task}.experts.gate.weight"], 1)[:, :, None] * stacked).sum(1)

        logit = (torch.cat([view("rich"), x], 1) @ P["rich.dense.weight"] + P["rich.dense.bias"])[:, 0]
        entropy = F.binary_cross_entropy_with_logits(logit, rich[i], reduction="none")
        weight = 0.25 * rich[i] + 0.75 * (1 - rich[i])
        focal = (weight * (1 - torch.exp(-entropy)) ** 2 * entropy).mean()
        hidden = F.mish(view("score") @ P["score.dense.weight"] + P["score.dense.bias"])
        above = score[i] - (hidden @ P["score.dense_2.weight"] + P["score.dense_2.bias"])[:, 0]
        size = above.abs()
        pinball = torch.maximum(0.9 * above, -0.1 * above).mean()
        return {"rich": focal, "score": pinball + 0.5 * (size + F.softplus(-2 * size) - math.log(2)).mean()}

    record(
        "mixture of experts on learnt categories",
        """data people from csv("rows.csv") {
    feature age: number(scale: none)
    feature town: category(["a", "b", "c", "d"])
    feature kind: category(["x", "y"])
    label   rich: flag
    label   score: number(scale: none)
    split   random(validation: 0%, test: 0%)
}

shared encoded(people.features) {
    encode(embedding: 3, dense_updates: true)
}

shared experts(encoded) using mmoe(experts: 3) {
    dense(6) -> silu
    dense(5) -> elu
}

task rich(experts, encoded) {
    concat(encoded) -> dense(1)
    loss focal(people.rich)
}

task score(experts) {
    dense(4) -> mish -> dense(1)
    loss quantile(people.score, level: 0.9) + 0.5 * log_cosh(people.score)
}

train {
    optimizer adam(learning_rate: 0.01)
    batch     16
}
""",
        {"rows.csv": table},
        shapes,
        losses,
        lambda values: torch.optim.Adam(values, lr=0.01),
    )


def vectors():
    rows = 37
    table = {
        "x1": column(rows, 3, 2.0), "x2": column(rows, 4), "x3": column(rows, 5),
        "first": column(rows, 6, 2.0),
        "second": ["" if row % 4 == 1 else value for row, value in enumerate(column(rows, 7, 2.0))],
    }
    x = torch.stack([numbers(table[name]) for name in ("x1", "x2", "x3")], 1)
    first = numbers(table["first"])
    there = torch.tensor([value != "" for value in table["second"]])
    second = numbers([value if value != "" else 0.0 for value in table["second"]])
    shapes = {
        "trunk.dense.weight": [3, 8], "trunk.dense.bias": [8],
        "trunk.layer_norm.scale": [8], "trunk.layer_norm.shift": [8],
        "trunk.residual.dense.weight": [8, 8], "trunk.residual.dense.bias": [8],
        "trunk.rms_norm.scale": [8],
        "first.dense.weight": [8, 1], "first.dense.bias": [1],
        "second.dense.weight": [8, 4], "second.dense.bias": [4], "second.prelu.slope": [4],
        "second.dense_2.weight": [4, 1], "second.dense_2.bias": [1],
    }

    def losses(P, i):
        h = F.gelu(
            F.layer_norm(
                x[i] @ P["trunk.dense.weight"] + P["trunk.dense.bias"], [8], P["trunk.layer_norm.scale"],
                P["trunk.layer_norm.shift"], 1e-5,
            )
        )
        h = h + F.leaky_relu(h @ P["trunk.residual.dense.weight"] + P["trunk.residual.dense.bias"], 0.1)
        h = F.rms_norm(h, [8], P["trunk.rms_norm.scale"], 1e-6)
        a = (h @ P["first.dense.weight"] + P["first.dense.bias"])[:, 0]
        b = h @ P["second.dense.weight"] + P["second.dense.bias"]
        b = torch.clamp(b, min=0) + P["second.prelu.slope"] * torch.clamp(b, max=0)
        b = (b @ P["second.dense_2.weight"] + P["second.dense_2.bias"])[:, 0]
        error = F.smooth_l1_loss(b, second[i], reduction="none", beta=0.5)
        return {
            "first": F.huber_loss(a, first[i], delta=1.0),
            "second": (error * there[i]).sum() / max(int(there[i].sum()), 1),
        }

    for name, optimizer, lines, clip, slow in [
        ("adamw", lambda values: torch.optim.AdamW(values, lr=0.01, weight_decay=0.1),
         "    optimizer adamw(learning_rate: 0.01, weight_decay: 0.1)\n    clip      norm(0.5)\n", 0.5, None),
        ("rmsprop", lambda values: torch.optim.RMSprop(values, lr=0.003),
         "    optimizer rmsprop(learning_rate: 0.003)\n", None, None),
        ("nadam", lambda values: torch.optim.NAdam(values, lr=0.003),
         "    optimizer nadam(learning_rate: 0.003)\n", None, None),
        ("the trunk still for ten steps, then slow, sgd",
         lambda values: torch.optim.SGD(values, lr=0.02, momentum=0.9),
         "    optimizer sgd(learning_rate: 0.02, momentum: 0.9)\n    clip      norm(0.5)\n", 0.5,
         ("trunk.", 10, 0.25)),
    ]:
        record(
            f"two heads, a third of one's labels missing, {name}",
            """data table from csv("rows.csv") {
    feature x1..x3: number(scale: none)
    label   first, second: number(scale: none)
    split   random(validation: 0%, test: 0%)
}

shared trunk(table.features) {
    encode -> dense(8) -> layer_norm -> gelu
    residual { dense(8) -> leaky_relu(slope: 0.1) }
    rms_norm
}

task first(trunk) {
    dense(1)
    loss huber(table.first, delta: 1)
}

task second(trunk) {
    dense(4) -> prelu -> dense(1)
    loss smooth_l1(table.second, beta: 0.5)
}

weighting static(second: 2)

""" + ("" if slow is None else f"""parameters trunk {{
    freeze {slow[1]} steps
    rate   {slow[2]}
}}

""") + """train {
""" + lines + """    batch     16
}
""",
            {"rows.csv": table}, shapes, losses, optimizer,
            lambda P, found: found["first"] + 2 * found["second"], clip, slow,
        )


def pictures():
    rows = 33
    table = {f"p{place}": column(rows, 10 + place) for place in range(36)}
    table["digit"] = [row * 7 % 3 for row in range(rows)]
    x = torch.stack([numbers(table[f"p{place}"]) for place in range(36)], 1).reshape(rows, 1, 6, 6)
    digit = torch.tensor(table["digit"])
    even = (digit % 2 == 0).to(torch.float64)
    shapes = {
        "trunk.conv.weight": [3, 3, 1, 4], "trunk.conv.bias": [4],
        "trunk.batch_norm.scale": [4], "trunk.batch_norm.shift": [4],
        "trunk.dense.weight": [36, 8], "trunk.dense.bias": [8],
        "digit.dense.weight": [8, 3], "digit.dense.bias": [3],
        "even.dense.weight": [8, 1], "even.dense.bias": [1],
    }

    def losses(P, i):
        h = F.conv2d(x[i], P["trunk.conv.weight"].permute(3, 2, 0, 1), P["trunk.conv.bias"], padding=1)
        h = F.batch_norm(h, None, None, P["trunk.batch_norm.scale"], P["trunk.batch_norm.shift"], True, 0.1, 1e-5)
        h = F.max_pool2d(F.hardswish(h), 2).permute(0, 2, 3, 1).reshape(len(i), -1)
        h = torch.tanh(h @ P["trunk.dense.weight"] + P["trunk.dense.bias"])
        logits = h @ P["digit.dense.weight"] + P["digit.dense.bias"]
        flag = (h @ P["even.dense.weight"] + P["even.dense.bias"])[:, 0]
        return {
            "digit": F.cross_entropy(logits, digit[i]),
            "even": F.binary_cross_entropy_with_logits(flag, even[i]),
        }

    record(
        "convolution with batch statistics",
        """data digits from csv("rows.csv") {
    column  p0..p35: number
    feature image: pixels(height: 6, width: 6, range: 0..1) = p0..p35
    label   digit: category(3)
    label   even: flag = digit % 2 == 0
    split   random(validation: 0%, test: 0%)
}

shared trunk(digits.image) {
    conv(4, kernel: 3, padding: same) -> batch_norm -> hard_swish
    max_pool(2) -> flatten
    dense(8) -> tanh
}

task digit(trunk) {
    dense(3)
    loss cross_entropy(digits.digit)
}

task even(trunk) {
    dense(1)
    loss binary_cross_entropy(digits.even)
}

train {
    optimizer sgd(learning_rate: 0.02, momentum: 0.9, nesterov: true)
    batch     16
}
""",
        {"rows.csv": table}, shapes, losses,
        lambda values: torch.optim.SGD(values, lr=0.02, momentum=0.9, nesterov=True),
    )


def write(name):
    """Writes all models that have been added."""
    generator = f"torch {torch.__version__.split('+')[0]}"
    recording.write(name, {"element": "float64", "generator": generator, "models": MODELS})


def main():
    mixture()
    vectors()
    pictures()
    write("models.json")


if __name__ == "__main__":
    main()
