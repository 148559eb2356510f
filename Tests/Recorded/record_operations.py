"""Records single operations, optimizers and clipping in PyTorch, in float64, as `operations.json`.

Needs torch and numpy (Benchmarks/requirements.txt). Values come from whole-number formulas (`recording.formula`).

    {
      "element": "float64", "generator": "torch ...",
      "cases": [{"name", "operation", "attributes": {...}, "inputs": {name: T}, "outputs": {name: T},
                 "cotangent": {output: T}, "gradients": {input: T}}, ...],
      "optimizers": [{"name", "optimizer", "attributes": {...}, "initial": T, "gradients": [T x 5],
                      "parameters": [T x 5]}, ...],
      "clipping": [{"name", "attributes": {"max_norm"}, "gradients": {name: T}, "norm", "clipped": {name: T}}, ...]
    }

T is a tensor, {"shape", "values"}; a scalar has the shape []. `gradients` are those of
sum over outputs of (cotangent * output), for each input that has one; outputs without a cotangent take no part.
Arrays have mtl's layout: images [row, height, width, channel], dense weights [in, out], convolutions
[height, width, in, out].

- `conv`: `stride`, and `padding` "same" or "valid". With stride 2 only sizes are recorded for which padding by one
  on each side (PyTorch) and padding to ceil(size / 2) (TensorFlow) are the same thing.
- Pools: `size` and `stride`, no padding; places left over at the right and at the bottom are dropped.
- `softmax`, `layer_norm`: over the last axis. `layer_norm` divides by sqrt(variance + epsilon), variance over n.
- `batch_norm`: training mode, over all axes but the last: it normalises with the variance over n, and
  the running variance moves towards the variance over n - 1: running = (1 - momentum) running + momentum new.
  `mode` "inference" normalises with the running values.
- Losses: `reduction` "rows" gives a loss for each row (the mean over the places of a row for `mse`, `mae` and
  `huber`), "mean" the mean of these. Classes are whole numbers. `huber` with delta d is e^2 / 2 where |e| <= d, else
  d (|e| - d / 2).
- Optimizers: `parameters` are those after each step. `sgd`: velocity = momentum * velocity + g (the first is g),
  the step is velocity, or g + momentum * velocity where `nesterov`. `adam` with `weight_decay` adds it to the
  gradient (L2); `adamw` first multiplies the parameter by 1 - learning_rate * weight_decay.
- Clipping: over all gradients together; the factor is min(1, max_norm / (norm + 1e-6)).
"""

import torch
from torch.nn import functional as F

import recording

CASES = []


def values(shape, salt, scale=1.0):
    return torch.tensor(recording.formula(shape, salt, scale).round(6))


def record(name, operation, attributes, inputs, compute, fixed=(), projected=None):
    """Adds a case: `compute(inputs)` gives the outputs by name; `fixed` inputs have no gradient.

    `projected` lists the outputs that have a cotangent (all of them where it is not given).
    """
    leaves = {
        key: value if key in fixed else value.clone().requires_grad_(True) for key, value in inputs.items()
    }
    outputs = compute(**leaves)
    cotangent = {}
    total = 0.0
    for position, (key, output) in enumerate(outputs.items()):
        if projected is None or key in projected:
            cotangent[key] = values(list(output.shape), 900 + len(CASES) + position, 2.0)
            total = total + (cotangent[key] * output).sum()
    total.backward()
    CASES.append(
        {
            "name": name,
            "operation": operation,
            "attributes": attributes,
            "inputs": {key: recording.tensor(value) for key, value in inputs.items()},
            "outputs": {key: recording.tensor(value) for key, value in outputs.items()},
            "cotangent": {key: recording.tensor(value) for key, value in cotangent.items()},
            "gradients": {
                key: recording.tensor(leaves[key].grad) for key in inputs if key not in fixed
            },
        }
    )


def channels_first(image):
    return image.permute(0, 3, 1, 2)


def channels_last(image):
    return image.permute(0, 2, 3, 1)


def layers():
    """Dense, convolution and pools."""
    for rows, inputs, outputs in [(5, 7, 3), (1, 3, 1), (17, 33, 19)]:
        record(
            f"dense {rows}x{inputs} to {outputs}",
            "dense",
            {},
            {"input": values([rows, inputs], 1), "weight": values([inputs, outputs], 2), "bias": values([outputs], 3)},
            lambda input, weight, bias: {"output": input @ weight + bias},
        )
    image = values([2, 5, 7, 3], 4)
    for kernel, stride, padding, channels in [
        (3, 1, "same", 4),
        (3, 1, "valid", 4),
        (3, 2, "same", 5),
        (3, 2, "valid", 5),
        (5, 1, "same", 2),
        (1, 1, "valid", 17),
    ]:

        def compute(input, weight, bias, stride=stride, pad=(kernel - 1) // 2 if padding == "same" else 0):
            weight = weight.permute(3, 2, 0, 1)
            result = F.conv2d(channels_first(input), weight, bias, stride=stride, padding=pad)
            return {"output": channels_last(result)}

        record(
            f"conv {kernel}x{kernel} stride {stride} {padding} to {channels}",
            "conv",
            {"kernel": kernel, "stride": stride, "padding": padding},
            {"input": image, "weight": values([kernel, kernel, 3, channels], 5), "bias": values([channels], 6)},
            compute,
        )
    for operation, function in [("max_pool", F.max_pool2d), ("average_pool", F.avg_pool2d)]:
        for size, stride in [(2, 2), (3, 2)]:
            record(
                f"{operation} {size} stride {stride}",
                operation,
                {"size": size, "stride": stride},
                {"input": image},
                lambda input, function=function, size=size, stride=stride: {
                    "output": channels_last(function(channels_first(input), size, stride))
                },
            )


def elementwise():
    """Activations, and softmax."""
    for operation, function in [
        ("relu", F.relu),
        ("gelu", F.gelu),
        ("tanh", torch.tanh),
        ("sigmoid", torch.sigmoid),
    ]:
        for shape, scale in [([3, 5], 4.0), ([33], 9.0)]:
            record(
                f"{operation} {'x'.join(map(str, shape))}",
                operation,
                {"form": "erf"} if operation == "gelu" else {},
                {"input": values(shape, 7, scale)},
                lambda input, function=function: {"output": function(input)},
            )
    for shape, scale in [([4, 7], 3.0), ([3, 17], 100.0), ([2, 3, 5], 2.0)]:
        record(
            f"softmax {'x'.join(map(str, shape))}, to {scale:g}",
            "softmax",
            {},
            {"input": values(shape, 8, scale)},
            lambda input: {"output": F.softmax(input, dim=-1)},
        )


def normalisations():
    """Layer norm and batch norm."""
    for shape in ([4, 7], [3, 5, 17]):
        width = shape[-1]
        record(
            f"layer_norm {'x'.join(map(str, shape))}",
            "layer_norm",
            {"epsilon": 1e-5},
            {"input": values(shape, 9, 2.0) + 0.5, "weight": values([width], 10) + 1, "bias": values([width], 11)},
            lambda input, weight, bias, width=width: {"output": F.layer_norm(input, [width], weight, bias, 1e-5)},
        )
    for mode in ("training", "inference"):
        for shape in ([6, 5], [2, 5, 7, 3]):
            width = shape[-1]

            def compute(input, weight, bias, running_mean, running_variance, mode=mode):
                mean, variance = running_mean.clone(), running_variance.clone()
                flat = input.reshape(-1, input.shape[-1])
                output = F.batch_norm(flat, mean, variance, weight, bias, mode == "training", 0.1, 1e-5)
                return {"output": output.reshape(input.shape), "running_mean": mean, "running_variance": variance}

            record(
                f"batch_norm {'x'.join(map(str, shape))}, {mode}",
                "batch_norm",
                {"epsilon": 1e-5, "momentum": 0.1, "mode": mode},
                {
                    "input": values(shape, 12, 2.0) + 0.5,
                    "weight": values([width], 13) + 1,
                    "bias": values([width], 14),
                    "running_mean": values([width], 15),
                    "running_variance": values([width], 16, 0.5) + 1,
                },
                compute,
                fixed=("running_mean", "running_variance"),
                projected=("output",),
            )


def both(name, operation, attributes, inputs, by_row):
    """Adds a loss by row, and as the mean over rows."""
    for reduction in ("rows", "mean"):
        record(
            f"{name}, {reduction}",
            operation,
            {**attributes, "reduction": reduction},
            inputs,
            lambda input, target, reduction=reduction: {
                "output": by_row(input, target) if reduction == "rows" else by_row(input, target).mean()
            },
            fixed=("target",),
        )


def losses():
    """Losses, by row and as a mean."""
    for rows, classes, scale in [(5, 7, 3.0), (4, 10, 150.0), (3, 2, 1.0)]:
        both(
            f"cross_entropy {rows}x{classes}, to {scale:g}",
            "cross_entropy",
            {},
            {
                "input": values([rows, classes], 17, scale),
                "target": torch.tensor([(row * 5 + 2) % classes for row in range(rows)]),
            },
            lambda input, target: F.cross_entropy(input, target, reduction="none"),
        )
    for rows, scale in [(9, 4.0), (7, 120.0)]:
        both(
            f"binary_cross_entropy {rows}, to {scale:g}",
            "binary_cross_entropy",
            {"of": "logits"},
            {
                "input": values([rows], 18, scale),
                "target": torch.tensor([float(row % 3 == 1) for row in range(rows)], dtype=torch.float64),
            },
            lambda input, target: F.binary_cross_entropy_with_logits(input, target, reduction="none"),
        )
    predicted = values([5, 3], 19, 2.0)
    errors = torch.tensor([(i * 4 % 15 - 7) * 0.23 + 0.05 for i in range(15)], dtype=torch.float64).reshape(5, 3)
    pair = {"input": predicted, "target": (predicted - errors).round(decimals=6)}
    for operation, attributes, function in [
        ("mse", {}, lambda a, b: F.mse_loss(a, b, reduction="none")),
        ("mae", {}, lambda a, b: F.l1_loss(a, b, reduction="none")),
        ("huber", {"delta": 1.0}, lambda a, b: F.huber_loss(a, b, reduction="none", delta=1.0)),
        ("huber", {"delta": 0.5}, lambda a, b: F.huber_loss(a, b, reduction="none", delta=0.5)),
    ]:
        both(
            " ".join([operation, *(f"{key} {value:g}" for key, value in attributes.items())]),
            operation,
            attributes,
            pair,
            lambda input, target, function=function: function(input, target).mean(dim=1),
        )


def optimizers():
    """Five steps of each optimizer with given gradients."""
    kinds = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW}
    renamed = {"learning_rate": "lr"}
    adam = {"learning_rate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
    result = []
    for name, kind, attributes in [
        ("sgd", "sgd", {"learning_rate": 0.1}),
        ("sgd with L2", "sgd", {"learning_rate": 0.1, "weight_decay": 0.01}),
        ("sgd with momentum", "sgd", {"learning_rate": 0.1, "momentum": 0.9}),
        ("sgd with nesterov", "sgd", {"learning_rate": 0.1, "momentum": 0.9, "nesterov": True}),
        ("adam", "adam", adam),
        ("adam with L2", "adam", {**adam, "weight_decay": 0.01}),
        ("adam with other betas", "adam", {"learning_rate": 0.1, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-4}),
        ("adamw", "adamw", {**adam, "weight_decay": 0.01}),
    ]:
        options = {renamed.get(key, key): value for key, value in attributes.items()}
        if "beta1" in options:
            options["betas"] = (options.pop("beta1"), options.pop("beta2"))
            options["eps"] = options.pop("epsilon")
        parameter = values([7], 21).requires_grad_(True)
        initial = recording.tensor(parameter)
        optimizer = kinds[kind]([parameter], **options)
        gradients = [values([7], 22 + step, 3.0 / (1 + step)) for step in range(5)]
        gradients[2][3] = 0.0
        steps = []
        for gradient in gradients:
            parameter.grad = gradient.clone()
            optimizer.step()
            steps.append(recording.tensor(parameter))
        result.append(
            {
                "name": name,
                "optimizer": kind,
                "attributes": attributes,
                "initial": initial,
                "gradients": [recording.tensor(gradient) for gradient in gradients],
                "parameters": steps,
            }
        )
    return result


def clipping():
    """Gradients clipped by their common norm: one case that is clipped and one that is not."""
    result = []
    for name, norm in [("clipped", 1.0), ("left alone", 100.0)]:
        gradients = {"first": values([3, 5], 30, 2.0), "second": values([7], 31, 3.0)}
        leaves = [torch.zeros_like(gradient, requires_grad=True) for gradient in gradients.values()]
        for leaf, gradient in zip(leaves, gradients.values()):
            leaf.grad = gradient.clone()
        total = torch.nn.utils.clip_grad_norm_(leaves, norm)
        result.append(
            {
                "name": name,
                "attributes": {"max_norm": norm},
                "gradients": {key: recording.tensor(value) for key, value in gradients.items()},
                "norm": total.item(),
                "clipped": {key: recording.tensor(leaf.grad) for key, leaf in zip(gradients, leaves)},
            }
        )
    return result


def main():
    torch.set_num_threads(1)
    layers()
    elementwise()
    normalisations()
    losses()
    recording.write(
        "operations.json",
        {
            "element": "float64",
            "generator": f"torch {torch.__version__.split('+')[0]}",
            "cases": CASES,
            "optimizers": optimizers(),
            "clipping": clipping(),
        },
    )


if __name__ == "__main__":
    main()
