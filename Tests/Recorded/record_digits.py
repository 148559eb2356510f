"""Records the digits model (specs/digits.mtl) in PyTorch, in float64, as `digits.json`.

Needs torch and numpy (Benchmarks/requirements.txt). Dropout is 0; parameters and rows come from whole-number
formulas (see `recording.formula`), so nothing depends on a random generator. Arrays have mtl's layout: images
[row, height, width, channel], dense weights [in, out], convolutions [height, width, in, out], and `flatten` keeps
the channels last.

    {
      "model": "digits", "element": "float64", "generator": "torch ...",
      "inputs": {"digits.image": T, "digits.digit": T, "digits.even": T,
                 "mask.digit": T, "mask.even": T, "mask.redraw": T},
      "parameters": {"trunk.conv.weight": T, ...},
      "log_variances": {"digit": s, "even": s, "redraw": s},
      "forward": {"trunk": T, "digit": T, "even": T, "redraw": T},
      "losses": {"digit": L, "even": L, "redraw": L},
      "equal": {"total": t, "gradients": {parameter: T}},
      "uncertainty": {"total": t, "gradients": {parameter: T}, "log_variance_gradients": {task: g}},
      "adam": {"learning_rate": ..., "beta1": ..., "beta2": ..., "epsilon": ...,
               "equal": R, "uncertainty": R}
    }

T is a tensor, {"shape", "values"}. A label whose mask is 0 is missing: the value that stands there (class 0, or 0)
takes part in nothing. A loss is the mean over the rows whose mask is 1; that of `redraw` is the mean over rows
and places. `forward.redraw` is the value after the last `dense`, [rows, 64], before `reshape(8, 8, 1)`.
Totals: `equal` is the sum of the losses; `uncertainty` is the sum of exp(-s) L + s / 2 for `digit` and `even` and
of exp(-s) L / 2 + s / 2 for `redraw`.

R is a run of five steps of Adam on this one batch, from the parameters above: {"steps": [{"losses", "total"} ...],
each before its update, "final_losses", "final_total", "final_sums": {parameter: {"sum", "sum_of_squares"}},
"final_parameters": {the small ones: T}, "final_log_variances" (uncertainty only; moved by the same Adam)}.
"""

import numpy as np
import torch
from torch.nn import functional as F

import recording

ROWS = 12
TASKS = ["digit", "even", "redraw"]
SHAPES = {
    "trunk.conv.weight": [3, 3, 1, 16],
    "trunk.conv.bias": [16],
    "trunk.dense.weight": [256, 64],
    "trunk.dense.bias": [64],
    "digit.dense.weight": [64, 10],
    "digit.dense.bias": [10],
    "even.dense.weight": [64, 1],
    "even.dense.bias": [1],
    "redraw.dense.weight": [64, 64],
    "redraw.dense.bias": [64],
    "redraw.dense_2.weight": [64, 64],
    "redraw.dense_2.bias": [64],
}
LOG_VARIANCES = [0.25, -0.5, 1.125]


def inputs():
    """The batch: pixels are whole numbers from 0 to 16 over 16; some labels are missing."""
    index = np.arange(ROWS * 64)
    image = ((index * 37 + (index // 64) * 101 + (index % 11) * (index % 7)) % 17 / 16).reshape(ROWS, 8, 8, 1)
    digit = np.array([(row * 3 + 1) % 10 for row in range(ROWS)])
    even = (digit % 2 == 0).astype(np.float64)
    mask_digit = np.array([0.0 if row == 4 else 1.0 for row in range(ROWS)])
    mask_even = np.array([0.0 if row % 3 == 2 else 1.0 for row in range(ROWS)])
    digit = np.where(mask_digit == 1, digit, 0)
    even = np.where(mask_even == 1, even, 0.0)
    return image, digit, even, mask_digit, mask_even, np.ones(ROWS)


def parameters():
    """Weights within 1 / sqrt(inputs), biases within a tenth, by the formula, each array with its own salt.

    They are rounded to four decimals, which keeps the file small.
    """
    result = {}
    for salt, (name, shape) in enumerate(SHAPES.items(), start=1):
        scale = 0.1 if name.endswith("bias") else float(np.prod(shape[:-1])) ** -0.5
        result[name] = torch.tensor(recording.formula(shape, salt, scale).round(4), requires_grad=True)
    return result


def forward(p, image):
    """The values of the trunk and of the heads."""

    def dense(name, x):
        return x @ p[name + ".weight"] + p[name + ".bias"]

    x = image.permute(0, 3, 1, 2)
    x = F.conv2d(x, p["trunk.conv.weight"].permute(3, 2, 0, 1), p["trunk.conv.bias"], padding="same")
    x = F.max_pool2d(F.relu(x), 2).permute(0, 2, 3, 1).flatten(1)
    trunk = F.relu(dense("trunk.dense", x))
    redraw = dense("redraw.dense_2", F.relu(dense("redraw.dense", trunk)))
    return {"trunk": trunk, "digit": dense("digit.dense", trunk), "even": dense("even.dense", trunk), "redraw": redraw}


def losses(values, batch):
    """Each task's loss over the rows that have its label."""
    image, digit, even, mask_digit, mask_even, mask_redraw = batch
    rows = [
        F.cross_entropy(values["digit"], digit, reduction="none"),
        F.binary_cross_entropy_with_logits(values["even"][:, 0], even, reduction="none"),
        ((values["redraw"] - image.flatten(1)) ** 2).mean(dim=1),
    ]
    masks = [mask_digit, mask_even, mask_redraw]
    return torch.stack([(row * mask).sum() / mask.sum() for row, mask in zip(rows, masks)])


def total(method, loss, log_variances):
    if method == "equal":
        return loss.sum()
    factor = torch.tensor([1.0, 1.0, 0.5], dtype=torch.float64)
    return (factor * torch.exp(-log_variances) * loss + log_variances / 2).sum()


def by_task(values):
    return {task: value.item() for task, value in zip(TASKS, values)}


def gradients(method, batch):
    """The total of a method and its gradients."""
    p = parameters()
    s = torch.tensor(LOG_VARIANCES, dtype=torch.float64, requires_grad=True)
    value = total(method, losses(forward(p, batch[0]), batch), s)
    value.backward()
    result = {"total": value.item(), "gradients": {name: recording.tensor(p[name].grad) for name in p}}
    if method == "uncertainty":
        result["log_variance_gradients"] = by_task(s.grad)
    return result


def adam(method, batch):
    """Five steps of Adam."""
    p = parameters()
    s = torch.tensor(LOG_VARIANCES, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([*p.values(), s] if method == "uncertainty" else p.values(), lr=1e-3)
    steps = []
    for _ in range(5):
        optimizer.zero_grad()
        loss = losses(forward(p, batch[0]), batch)
        value = total(method, loss, s)
        value.backward()
        optimizer.step()
        steps.append({"losses": by_task(loss), "total": value.item()})
    loss = losses(forward(p, batch[0]), batch)
    result = {
        "steps": steps,
        "final_losses": by_task(loss),
        "final_total": total(method, loss, s).item(),
        "final_sums": {
            name: {"sum": p[name].sum().item(), "sum_of_squares": (p[name] ** 2).sum().item()} for name in p
        },
        "final_parameters": {name: recording.tensor(p[name]) for name in p if p[name].numel() <= 256},
    }
    if method == "uncertainty":
        result["final_log_variances"] = by_task(s)
    return result


def main():
    torch.set_num_threads(1)
    batch = [torch.tensor(array) for array in inputs()]
    p = parameters()
    values = forward(p, batch[0])
    names = ["digits.image", "digits.digit", "digits.even", "mask.digit", "mask.even", "mask.redraw"]
    recording.write(
        "digits.json",
        {
            "model": "digits",
            "element": "float64",
            "generator": f"torch {torch.__version__.split('+')[0]}",
            "inputs": {name: recording.tensor(array) for name, array in zip(names, batch)},
            "parameters": {name: recording.tensor(p[name]) for name in p},
            "log_variances": dict(zip(TASKS, LOG_VARIANCES)),
            "forward": {name: recording.tensor(values[name]) for name in values},
            "losses": by_task(losses(values, batch)),
            "equal": gradients("equal", batch),
            "uncertainty": gradients("uncertainty", batch),
            "adam": {
                "learning_rate": 0.001,
                "beta1": 0.9,
                "beta2": 0.999,
                "epsilon": 1e-8,
                "equal": adam("equal", batch),
                "uncertainty": adam("uncertainty", batch),
            },
        },
    )


if __name__ == "__main__":
    main()
