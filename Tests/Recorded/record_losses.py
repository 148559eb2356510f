"""Records the settings of losses, and further losses, in PyTorch, in float64, as `losses.json`.

Needs torch and numpy (Benchmarks/requirements.txt). The cases have the form of those in `operations.json`, which
`record_operations.py` describes; attributes have the names of mtl's arguments.

- `cross_entropy` is PyTorch's for each row, before it divides by the sum of the weights of classes: mtl takes the
  mean over rows.
- `binary_cross_entropy` with `label_smoothing` s has the label y (1 - s) + s / 2.
- `poisson` is PyTorch's of logarithms of rates, `kl_divergence` its sum over the last axis.
- `hinge` is max(0, margin - (2 y - 1) x), or its square.
- `dice` is 1 - (2 sum p y + smooth) / (sum p + sum y + smooth) over a row, p the sigmoid.
- `corn` is the negative log-likelihood of a row's rank: the sum of the binary cross entropies of the conditional
  tasks that the row belongs to. Shi, Cao and Raschka divide their total by the number of all of them.
- `contrastive` and `triplet` compare the rows of the batch, their vectors divided by their lengths; a row without
  another of its class, or without one of another, counts 0. A label of -1 is none.
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


def counts():
    for shape, scale in [([9], 3.0), ([4, 3], 3.0), ([5], 20.0)]:
        labels = torch.tensor([float(index * 5 % 7) for index in range(torch.Size(shape).numel())], dtype=torch.float64)
        both(
            named("poisson", {}, shape, scale),
            "poisson",
            {},
            {"input": values(shape, 53, scale), "target": labels.reshape(shape)},
            lambda input, target: F.poisson_nll_loss(input, target, reduction="none").reshape(len(input), -1).mean(1),
        )


def divergences():
    for shape, scale in [([6, 5], 3.0), ([4, 7], 80.0), ([3, 2, 4], 2.0)]:
        shares = torch.clamp(values(shape, 54, 1.0), min=0)
        shares[..., 0] += 0.1
        shares = (shares / shares.sum(-1, keepdim=True)).round(decimals=6)
        both(
            named("kl_divergence", {}, shape, scale),
            "kl_divergence",
            {},
            {"input": values(shape, 55, scale), "target": shares},
            lambda input, target: F.kl_div(torch.log_softmax(input, -1), target, reduction="none")
            .sum(-1)
            .reshape(len(input), -1)
            .mean(1),
        )


def hinges():
    for attributes in ({"margin": 1.0}, {"margin": 0.5, "squared": True}):
        power = 2 if attributes.get("squared") else 1
        for shape, scale in [([9], 3.0), ([3, 4], 80.0)]:
            both(
                named("hinge", attributes, shape, scale),
                "hinge",
                attributes,
                {"input": values(shape, 56, scale), "target": flags(shape)},
                lambda input, target, margin=attributes["margin"], power=power: (
                    torch.clamp(margin - (2 * target - 1) * input, min=0) ** power
                )
                .reshape(len(input), -1)
                .mean(1),
            )


def overlap(smooth):
    def loss(logits, label):
        rows = len(logits)
        probability, label = torch.sigmoid(logits).reshape(rows, -1), label.reshape(rows, -1)
        shared = (probability * label).sum(1)
        return 1 - (2 * shared + smooth) / (probability.sum(1) + label.sum(1) + smooth)

    return loss


def dices():
    for smooth in (1.0, 0.01):
        for shape, scale in [([5, 3, 4], 4.0), ([6, 1], 80.0)]:
            both(
                named("dice", {"smooth": smooth}, shape, scale),
                "dice",
                {"smooth": smooth},
                {"input": values(shape, 57, scale), "target": flags(shape)},
                overlap(smooth),
            )


def corn(logits, label):
    total = torch.zeros(len(logits), dtype=torch.float64)
    for rank in range(logits.shape[1]):
        entropy = F.binary_cross_entropy_with_logits(logits[:, rank], (label > rank).double(), reduction="none")
        total = total + torch.where(label >= rank, entropy, torch.zeros_like(entropy))
    return total


def ranks():
    for rows, count, scale in [(9, 5, 3.0), (7, 4, 80.0), (4, 2, 2.0)]:
        both(
            named("corn", {}, [rows, count - 1], scale),
            "corn",
            {},
            {"input": values([rows, count - 1], 58, scale), "target": classes(rows, count)},
            corn,
        )


def contrastive(temperature):
    def loss(vectors, label):
        products = F.normalize(vectors) @ F.normalize(vectors).T / temperature
        others = ~torch.eye(len(label), dtype=torch.bool) & (label >= 0) & (label >= 0)[:, None]
        own = others & (label == label[:, None])
        products = torch.where(others, products, torch.tensor(-1e9, dtype=torch.float64))
        logarithms = torch.logsumexp(products, 1, keepdim=True) - products
        return torch.where(own, logarithms, torch.zeros_like(logarithms)).sum(1) / own.sum(1).clamp(min=1)

    return loss


def triplet(margin):
    def loss(vectors, label):
        unit = F.normalize(vectors)
        distances = (unit[:, None] - unit).square().sum(2).clamp(min=1e-12).sqrt()
        others = ~torch.eye(len(label), dtype=torch.bool) & (label >= 0) & (label >= 0)[:, None]
        own, strange = others & (label == label[:, None]), others & (label != label[:, None])
        farthest = torch.where(own, distances, torch.full_like(distances, -1e9)).max(1).values
        nearest = torch.where(strange, distances, torch.full_like(distances, 1e9)).min(1).values
        shortfall = torch.clamp(farthest - nearest + margin, min=0)
        return torch.where(own.any(1) & strange.any(1), shortfall, torch.zeros_like(shortfall))

    return loss


def embeddings():
    for rows, width, count in [(12, 5, 3), (9, 2, 4), (6, 17, 1), (5, 3, 5), (1, 4, 2)]:
        labels = torch.tensor([row * 7 % 11 % count if row % 5 != 3 else -1 for row in range(rows)])
        for operation, name, value, loss in [
            ("contrastive", "temperature", 0.1, contrastive),
            ("contrastive", "temperature", 1.0, contrastive),
            ("triplet", "margin", 0.2, triplet),
            ("triplet", "margin", 1.0, triplet),
        ]:
            both(
                named(operation, {name: value}, [rows, width], 2.0) + f", {count} classes",
                operation,
                {name: value},
                {"input": values([rows, width], 59, 2.0), "target": labels},
                loss(value),
            )


def main():
    torch.set_num_threads(1)
    cross_entropies()
    binary_cross_entropies()
    focals()
    counts()
    divergences()
    hinges()
    dices()
    ranks()
    embeddings()
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
