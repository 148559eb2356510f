"""Trains further whole models in PyTorch, over pictures and tables, in float64, as `further_models.json`.

Needs torch and numpy (Benchmarks/requirements.txt). The file has the form of `models.json`, which `record_models.py`
describes.
"""

import torch
from torch.nn import functional as F

from record_losses import corn
from record_models import SPLIT, affine, column, numbers, record, under, write
from record_operations import channels_first


def pictures():
    rows = 33
    table = {f"p{place}": abs(column(rows, 30 + place)) for place in range(36)}
    table["digit"] = [row * 7 % 3 for row in range(rows)]
    image = torch.stack([numbers(table[f"p{place}"]) for place in range(36)], 1).reshape(rows, 6, 6, 1)
    digit = torch.tensor(table["digit"])
    shapes = {
        "trunk.conv.weight": [3, 3, 1, 4], "trunk.conv.bias": [4],
        "trunk.group_norm.scale": [4], "trunk.group_norm.shift": [4],
        "trunk.conv_2.weight": [3, 3, 2, 4], "trunk.conv_2.bias": [4],
        "digit.dense.weight": [4, 3], "digit.dense.bias": [3],
        "redraw.conv.weight": [3, 3, 4, 1], "redraw.conv.bias": [1],
    }

    def conv(P, name, x, dilation=1, groups=1):
        weight = P[f"{name}.weight"].permute(3, 2, 0, 1)
        return F.conv2d(x, weight, P[f"{name}.bias"], 1, dilation, dilation, groups)

    def losses(P, i):
        h = conv(P, "trunk.conv", channels_first(image[i]), dilation=2)
        h = F.silu(F.group_norm(h, 2, P["trunk.group_norm.scale"], P["trunk.group_norm.shift"], 1e-5))
        h = torch.tanh(conv(P, "trunk.conv_2", F.max_pool2d(h, 2), groups=2))
        drawn = conv(P, "redraw.conv", h.repeat_interleave(2, 2).repeat_interleave(2, 3))
        return {
            "digit": F.cross_entropy(affine(P, "digit.dense", h.mean((2, 3))), digit[i]),
            "redraw": F.mse_loss(drawn.permute(0, 2, 3, 1), image[i]),
        }

    record(
        "wide and grouped convolutions that draw their picture again",
        """data digits from csv("rows.csv") {
    column  p0..p35: number
    feature image: pixels(height: 6, width: 6, range: 0..1) = p0..p35
    label   digit: category(3)
    """ + SPLIT + """
}

shared trunk(digits.image) {
    conv(4, kernel: 3, padding: same, dilation: 2) -> group_norm(2) -> silu
    max_pool(2) -> conv(4, kernel: 3, padding: same, groups: 2) -> tanh
}

task digit(trunk) {
    average_pool(all) -> dense(3)
    loss cross_entropy(digits.digit)
}

task redraw(trunk) {
    upsample(2) -> conv(1, kernel: 3, padding: same)
    loss mse(digits.image)
}

train {
    optimizer adagrad(learning_rate: 0.03)
    batch     16
}
""",
        {"rows.csv": table}, shapes, losses, lambda values: torch.optim.Adagrad(values, lr=0.03, eps=1e-10),
    )


def modulation():
    rows = 40
    towns = ["a", "b", "c"]
    table = {
        "age": column(rows, 22, 2.0), "size": column(rows, 23),
        "town": ["" if row % 7 == 2 else towns[row * 5 % 3] for row in range(rows)],
        "visits": [row * row % 5 for row in range(rows)],
        "stays": [int(row * 11 % 7 < 3) for row in range(rows)],
        "grade": [row * 7 % 4 for row in range(rows)],
    }
    town = torch.tensor([towns.index(value) if value else 3 for value in table["town"]])
    x = torch.cat([numbers(table["age"])[:, None], numbers(table["size"])[:, None], F.one_hot(town, 4).double()], 1)
    visits, stays, grade = numbers(table["visits"]), numbers(table["stays"]), torch.tensor(table["grade"])
    shapes = {
        "wide.dense.weight": [6, 5], "wide.dense.bias": [5],
        "side.dense.weight": [6, 3], "side.dense.bias": [3],
        "visits.film.scale_weight": [3, 5], "visits.film.scale_bias": [5],
        "visits.film.shift_weight": [3, 5], "visits.film.shift_bias": [5],
        "visits.dense.weight": [5, 1], "visits.dense.bias": [1],
        "stays.adapter.down_weight": [5, 2], "stays.adapter.down_bias": [2],
        "stays.adapter.up_weight": [2, 5], "stays.adapter.up_bias": [5],
        "stays.dense.weight": [5, 1], "stays.dense.bias": [1],
        "grade.dense.weight": [5, 3], "grade.dense.bias": [3],
    }

    def losses(P, i):
        wide, side = torch.tanh(affine(P, "wide.dense", x[i])), F.gelu(affine(P, "side.dense", x[i]))
        M, A = under(P, "visits.film."), under(P, "stays.adapter.")
        bent = wide * (1 + side @ M["scale_weight"] + M["scale_bias"]) + side @ M["shift_weight"] + M["shift_bias"]
        hidden = F.gelu(wide @ A["down_weight"] + A["down_bias"])
        score = affine(P, "stays.dense", wide + hidden @ A["up_weight"] + A["up_bias"])[:, 0]
        return {
            "visits": F.poisson_nll_loss(affine(P, "visits.dense", bent)[:, 0], visits[i]),
            "stays": (torch.clamp(1.5 - (2 * stays[i] - 1) * score, min=0) ** 2).mean(),
            "grade": corn(affine(P, "grade.dense", wide), grade[i]).mean(),
        }

    record(
        "counts, margins and ranks by a modulated and an adapted trunk",
        """data people from csv("rows.csv") {
    feature age, size: number(scale: none)
    feature town: category(["a", "b", "c"])
    label   visits: number(scale: none)
    label   stays: flag
    label   grade: category(4)
    """ + SPLIT + """
}

shared wide(people.features) {
    encode -> dense(5) -> tanh
}

shared side(people.features) {
    encode -> dense(3) -> gelu
}

task visits(wide, side) {
    film(side) -> dense(1)
    loss poisson(people.visits)
}

task stays(wide) {
    adapter(2) -> dense(1)
    loss hinge(people.stays, margin: 1.5, squared: true)
}

task grade(wide) {
    dense(3)
    loss corn(people.grade)
}

parameters side {
    decay 0
}

train {
    optimizer adamw(learning_rate: 0.005, weight_decay: 0.05)
    batch     16
}
""",
        {"rows.csv": table}, shapes, losses,
        lambda values: torch.optim.AdamW(
            [{"params": values[:2] + values[4:]}, {"params": values[2:4], "weight_decay": 0}],
            lr=0.005, weight_decay=0.05,
        ),
    )


def joined():
    first, second = 21, 19

    def table(rows, salt):
        return {
            "x": column(rows, salt, 2.0), "z": column(rows, salt + 1),
            "kind": [(row * 5 + salt) % 3 for row in range(rows)], "y": column(rows, salt + 2, 2.0),
        }

    tables = {"rows.csv": table(first, 24), "more.csv": table(second, 27)}
    whole = {name: numbers([value for part in tables.values() for value in part[name]]) for name in ("x", "z", "y")}
    kind = torch.tensor([value for part in tables.values() for value in part["kind"]])
    x = torch.cat([whole["x"][:, None], whole["z"][:, None], F.one_hot(kind, 4).double()], 1)
    shapes = {
        "trunk.frozen.dense.weight": [6, 6], "trunk.frozen.dense.bias": [6],
        "trunk.dense.weight": [6, 6], "trunk.dense.bias": [6],
        "one.dense.weight": [6, 1], "one.dense.bias": [1], "two.dense.weight": [6, 1], "two.dense.bias": [1],
    }

    def losses(P, i):
        h = F.selu(affine(P, "trunk.dense", torch.tanh(affine(P, "trunk.frozen.dense", x[i]))))

        def mean(task, rows, loss):
            predicted = affine(P, f"{task}.dense", h[rows])[:, 0]
            return loss(predicted, whole["y"][i[rows]], reduction="sum") / max(int(rows.sum()), 1)

        return {"one": mean("one", i < first, F.mse_loss), "two": mean("two", i >= first, F.huber_loss)}

    record(
        "two tables that one trunk reads, half of it frozen",
        "".join(
            f"""data {name} from csv("{file}") {{
    feature x, z: number(scale: none)
    feature kind: category(3)
    label   y: number(scale: none)
    """ + SPLIT + """
}

"""
            for name, file in [("first", "rows.csv"), ("second", "more.csv")]
        )
        + """input both from first.features, second.features

shared trunk(both) {
    encode
    frozen { dense(6) -> tanh }
    dense(6) -> selu
}

task one(trunk) {
    dense(1)
    loss mse(first.y)
}

task two(trunk) {
    dense(1)
    loss huber(second.y, delta: 1)
}

train {
    optimizer adam(learning_rate: 0.01)
    batch     16
}
""",
        tables, shapes, losses, lambda values: torch.optim.Adam(values[2:], lr=0.01),
    )


def main():
    pictures()
    modulation()
    joined()
    write("further_models.json")


if __name__ == "__main__":
    main()
