"""Records the settings of losses, and further losses, in PyTorch, in float64, as `losses.json`.

Needs torch and numpy (Benchmarks/requirements.txt). The cases have the form of those in `operations.json`, which
`record_operations.py` describes; attributes have the names of mtl's arguments.

- `cross_entropy` is PyTorch's for each row, before it divides by the sum of the weights of classes: mtl takes the
  mean over rows.
- `binary_cross_entropy` with `label_smoothing` s has the label y (1 - s) + s / 2.
- `focal` of categories is (1 - p)^gamma * -log(p), p the softmax's probability of the label.
"""

import torch
from torch.nn import functional as F

import record_operations
import recording
from record_operations import both, values


def named(operation, attributes, shape, scale):
    """The name of a case."""
    settings = " ".join(f"{key} {value}" for key, value in attributes.items())
    return f"{operation} {settings}, {'x'.join(map(str, shape))} to {scale:g}"


def classes(rows, count):
    return torch.tensor([(row * 5 + 2) % count for row in range(rows)])


def flags(shape):
    count = torch.Size(shape).numel()
    return torch.tensor([float(index * 7 % 3 == 1) for index in range(count)], dtype=torch.float64).reshape(shape)


def cross_entropies():
    for attributes in (
        {"label_smoothing": 0.1},
        {"class_weights": [1.0, 3.0, 0.0, 0.25]},
        {"label_smoothing": 0.3, "class_weights": [1.0, 3.0, 0.0, 0.25]},
    ):
        weights = attributes.get("class_weights")
        weights = None if weights is None else torch.tensor(weights, dtype=torch.float64)
        for rows, scale in [(9, 3.0), (5, 80.0), (1, 1.0)]:
            both(
                named("cross_entropy", attributes, [rows, 4], scale),
                "cross_entropy",
                attributes,
                {"input": values([rows, 4], 50, scale), "target": classes(rows, 4)},
                lambda input, target, weights=weights, smoothing=attributes.get("label_smoothing", 0.0): F.cross_entropy(
                    input, target, weight=weights, label_smoothing=smoothing, reduction="none"
                ),
            )


def binary_cross_entropies():
    for attributes in ({"pos_weight": 2.5}, {"label_smoothing": 0.2}, {"pos_weight": 0.5, "label_smoothing": 0.1}):
        smoothing = attributes.get("label_smoothing", 0.0)
        weight = torch.tensor(attributes.get("pos_weight", 1.0), dtype=torch.float64)
        for rows, scale in [(9, 4.0), (7, 80.0)]:
            both(
                named("binary_cross_entropy", attributes, [rows], scale),
                "binary_cross_entropy",
                attributes,
                {"input": values([rows], 51, scale), "target": flags([rows])},
                lambda input, target, smoothing=smoothing, weight=weight: F.binary_cross_entropy_with_logits(
                    input, target * (1 - smoothing) + smoothing / 2, pos_weight=weight, reduction="none"
                ),
            )


def focal(gamma):
    def loss(logits, label):
        entropy = F.cross_entropy(logits, label, reduction="none")
        return (1 - torch.exp(-entropy)) ** gamma * entropy

    return loss


def focals():
    for gamma in (2.0, 0.5):
        for rows, count, scale in [(6, 5, 3.0), (4, 3, 9.0)]:
            both(
                named("focal", {"gamma": gamma}, [rows, count], scale),
                "focal",
                {"gamma": gamma},
                {"input": values([rows, count], 52, scale), "target": classes(rows, count)},
                focal(gamma),
            )


def main():
    torch.set_num_threads(1)
    cross_entropies()
    binary_cross_entropies()
    focals()
    recording.write(
        "losses.json",
        {
            "element": "float64",
            "generator": f"torch {torch.__version__.split('+')[0]}",
            "cases": record_operations.CASES,
        },
    )


if __name__ == "__main__":
    main()
