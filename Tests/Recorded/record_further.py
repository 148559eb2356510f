"""Records further activations, normalisations and losses in PyTorch, in float64, as `further.json`.

Needs torch and numpy (Benchmarks/requirements.txt). The cases have the form of those in `operations.json`, which
`record_operations.py` describes; attributes have the names of mtl's arguments.
"""

import math

import torch
from torch.nn import functional as F

import record_operations
import recording
from record_operations import both, record, values


def activations():
    for operation, attributes, function in [
        ("leaky_relu", {}, F.leaky_relu),
        ("leaky_relu", {"slope": 0.2}, lambda x: F.leaky_relu(x, 0.2)),
        ("elu", {}, F.elu),
        ("elu", {"alpha": 0.5}, lambda x: F.elu(x, 0.5)),
        ("selu", {}, F.selu),
        ("silu", {}, F.silu),
        ("mish", {}, F.mish),
        ("softplus", {}, F.softplus),
        # F.hardsigmoid has its sixth in float32 only.
        ("hard_sigmoid", {}, lambda x: torch.clamp(x / 6 + 0.5, 0, 1)),
        ("hard_swish", {}, F.hardswish),
        ("hard_tanh", {}, F.hardtanh),
    ]:
        for shape, scale in [([3, 5], 4.0), ([33], 9.0), ([1], 200.0)]:
            record(
                " ".join([operation, *(f"{value:g}" for value in attributes.values()), "x".join(map(str, shape))]),
                operation,
                attributes,
                {"input": values(shape, 40, scale)},
                lambda input, function=function: {"output": function(input)},
            )
    for shape in ([4, 5], [2, 3, 7]):
        record(
            f"prelu {'x'.join(map(str, shape))}",
            "prelu",
            {},
            {"input": values(shape, 41, 3.0), "slope": values([shape[-1]], 42)},
            lambda input, slope: {"output": torch.clamp(input, min=0) + slope * torch.clamp(input, max=0)},
        )


def normalisations():
    for shape in ([4, 7], [3, 5, 17], [2, 2]):
        width = shape[-1]
        record(
            f"rms_norm {'x'.join(map(str, shape))}",
            "rms_norm",
            {"epsilon": 1e-6},
            {"input": values(shape, 43, 2.0) + 0.5, "weight": values([width], 44) + 1},
            lambda input, weight, width=width: {"output": F.rms_norm(input, [width], weight, 1e-6)},
        )


def pinball(level):
    def loss(prediction, label):
        difference = label - prediction
        return torch.maximum(level * difference, (level - 1) * difference)

    return loss


def focal(gamma, alpha):
    def loss(logit, label):
        entropy = F.binary_cross_entropy_with_logits(logit, label, reduction="none")
        weight = alpha * label + (1 - alpha) * (1 - label)
        return weight * (1 - torch.exp(-entropy)) ** gamma * entropy

    return loss


def losses():
    predicted = values([5, 3], 45, 2.0)
    errors = torch.tensor([(i * 4 % 15 - 7) * 0.23 + 0.05 for i in range(15)], dtype=torch.float64).reshape(5, 3)
    pair = {"input": predicted, "target": (predicted - errors).round(decimals=6)}
    far = {"input": predicted * 400, "target": predicted - errors}
    for name, inputs in [("", pair), (" far", far)]:
        for operation, attributes, function in [
            ("log_cosh", {}, lambda a, b: (a - b).abs() + F.softplus(-2 * (a - b).abs()) - math.log(2)),
            ("smooth_l1", {}, lambda a, b: F.smooth_l1_loss(a, b, reduction="none")),
            ("smooth_l1", {"beta": 0.5}, lambda a, b: F.smooth_l1_loss(a, b, reduction="none", beta=0.5)),
            ("quantile", {}, pinball(0.5)),
            ("quantile", {"level": 0.9}, pinball(0.9)),
        ]:
            both(
                " ".join([operation + name, *(f"{value:g}" for value in attributes.values())]),
                operation,
                attributes,
                inputs,
                lambda input, target, function=function: function(input, target).mean(dim=1),
            )
    for rows, scale in [(9, 4.0), (7, 12.0)]:
        flags = torch.tensor([float(row % 3 == 1) for row in range(rows)], dtype=torch.float64)
        for attributes in ({"gamma": 2.0, "alpha": 0.25}, {"gamma": 0.0, "alpha": 0.5}, {"gamma": 1.5, "alpha": 0.9}):
            both(
                f"focal {attributes['gamma']:g} {attributes['alpha']:g}, {rows} to {scale:g}",
                "focal",
                attributes,
                {"input": values([rows], 46, scale), "target": flags},
                focal(attributes["gamma"], attributes["alpha"]),
            )


def main():
    torch.set_num_threads(1)
    activations()
    normalisations()
    losses()
    recording.write(
        "further.json",
        {
            "element": "float64",
            "generator": f"torch {torch.__version__.split('+')[0]}",
            "cases": record_operations.CASES,
        },
    )


if __name__ == "__main__":
    main()
