"""Records long runs of optimizers in PyTorch, in float64, as `optimizers.json`.

Needs torch and numpy (Benchmarks/requirements.txt). Values come from whole-number formulas (`recording.formula`).

    {
      "element": "float64", "generator": "torch ...",
      "optimizers": [{"name", "optimizer", "attributes": {...}, "initial": T, "gradients": [T x 24],
                      "parameters": [T x 24], "segments": [{"offset", "shape", "decays"}, ...]}, ...]
    }

T is a tensor, {"shape", "values"}; `parameters` are those after each step. Attributes have mtl's names;
`weight_decay` is added to the gradient (L2) for all but `adamw`, `lamb` and `lion`. One parameter gets a gradient of
zero throughout, one a gradient that is zero at first, and one an outlier.

PyTorch has no LAMB and no Lion: these two are the algorithms of the papers (You et al., ICLR 2020, algorithm 2
without bounds on the norm; Chen et al., NeurIPS 2023, algorithm 2) written out below. In LAMB's cases `segments` are
the parameters in the one vector: those of one dimension, and those that do not decay, take Adam's step.
"""

import torch

import recording

STEPS = 24
KINDS = {
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
    "rmsprop": torch.optim.RMSprop,
    "adagrad": torch.optim.Adagrad,
    "adamax": torch.optim.Adamax,
    "nadam": torch.optim.NAdam,
    "radam": torch.optim.RAdam,
}
RENAMED = {
    "learning_rate": "lr",
    "epsilon": "eps",
    "rate_decay": "lr_decay",
    "initial_sum": "initial_accumulator_value",
}
CASES = [
    ("adam", "adam", {}),
    ("adamw with much decay", "adamw", {"weight_decay": 0.1}),
    ("rmsprop", "rmsprop", {}),
    ("rmsprop with momentum", "rmsprop", {"learning_rate": 0.003, "momentum": 0.9}),
    ("rmsprop, centered", "rmsprop", {"centered": True, "epsilon": 1e-4}),
    (
        "rmsprop with all of it",
        "rmsprop",
        {"learning_rate": 0.05, "alpha": 0.6, "epsilon": 0.01, "momentum": 0.5, "centered": True, "weight_decay": 0.1},
    ),
    ("adagrad", "adagrad", {}),
    (
        "adagrad with all of it",
        "adagrad",
        {"learning_rate": 0.3, "rate_decay": 0.2, "initial_sum": 0.5, "epsilon": 0.001, "weight_decay": 0.1},
    ),
    ("adamax", "adamax", {}),
    (
        "adamax with other betas",
        "adamax",
        {"learning_rate": 0.1, "beta1": 0.5, "beta2": 0.7, "epsilon": 0.01, "weight_decay": 0.1},
    ),
    ("nadam", "nadam", {}),
    (
        "nadam with other betas",
        "nadam",
        {"learning_rate": 0.1, "beta1": 0.7, "beta2": 0.9, "epsilon": 1e-4, "momentum_decay": 0.5, "weight_decay": 0.1},
    ),
    ("nadam whose momentum stays", "nadam", {"beta1": 0.99, "momentum_decay": 0.0}),
    ("radam", "radam", {}),
    (
        "radam with other betas",
        "radam",
        {"learning_rate": 0.1, "beta1": 0.5, "beta2": 0.9, "epsilon": 1e-4, "weight_decay": 0.1},
    ),
    ("radam that never divides", "radam", {"beta2": 0.5}),
    ("lion", "lion", {}),
    ("lion with decay", "lion", {"learning_rate": 0.01, "beta1": 0.8, "beta2": 0.95, "weight_decay": 0.3}),
    ("lamb", "lamb", {}),
    ("lamb without decay", "lamb", {"learning_rate": 0.05, "weight_decay": 0.0, "epsilon": 1e-4}),
    ("lamb with other betas", "lamb", {"learning_rate": 0.1, "beta1": 0.5, "beta2": 0.7, "weight_decay": 0.5}),
]
# The third is zero at first, the last has no gradient.
SEGMENTS = [([3, 4], True), ([5], True), ([2, 3], True), ([2, 2], False), ([2, 1, 2], True)]


class Lion:
    """Lion: the sign of an interpolation between momentum and gradient."""

    def __init__(self, parameter, learning_rate=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
        self.parameter, self.learning_rate, self.weight_decay = parameter, learning_rate, weight_decay
        self.beta1, self.beta2 = beta1, beta2
        self.momentum = torch.zeros_like(parameter)

    @torch.no_grad()
    def step(self):
        gradient = self.parameter.grad
        direction = torch.sign(self.beta1 * self.momentum + (1 - self.beta1) * gradient)
        self.parameter -= self.learning_rate * (direction + self.weight_decay * self.parameter)
        self.momentum = self.beta2 * self.momentum + (1 - self.beta2) * gradient


class Lamb:
    """LAMB: Adam with decay, each parameter's step as long as the parameter, times the rate."""

    def __init__(
        self, parameter, segments, learning_rate=1e-3, beta1=0.9, beta2=0.999, epsilon=1e-6, weight_decay=0.01
    ):
        self.parameter, self.segments, self.learning_rate = parameter, segments, learning_rate
        self.beta1, self.beta2, self.epsilon, self.weight_decay = beta1, beta2, epsilon, weight_decay
        self.mean, self.square = torch.zeros_like(parameter), torch.zeros_like(parameter)
        self.count = 0

    @torch.no_grad()
    def step(self):
        gradient = self.parameter.grad
        self.count += 1
        self.mean = self.beta1 * self.mean + (1 - self.beta1) * gradient
        self.square = self.beta2 * self.square + (1 - self.beta2) * gradient**2
        mean = self.mean / (1 - self.beta1**self.count)
        square = self.square / (1 - self.beta2**self.count)
        ratio = mean / (square.sqrt() + self.epsilon)
        for segment in self.segments:
            size = 1
            for length in segment["shape"]:
                size *= length
            part = slice(segment["offset"], segment["offset"] + size)
            update, trust = ratio[part], 1.0
            if segment["decays"] and len(segment["shape"]) > 1:
                update = update + self.weight_decay * self.parameter[part]
                norm, step = self.parameter[part].norm(), update.norm()
                trust = norm / step if norm > 0 and step > 0 else 1.0
            self.parameter[part] -= self.learning_rate * trust * update


def segments():
    """The places of LAMB's parameters in one vector, one behind another, and the vector's length."""
    places, end = [], 0
    for shape, decays in SEGMENTS:
        places.append({"offset": end, "shape": shape, "decays": decays})
        end += torch.Size(shape).numel()
    return places, end


def values(count, salt, scale=1.0):
    return torch.tensor(recording.formula([count], salt, scale).round(6))


def gradients(count):
    """A gradient for each step, with zeros and an outlier, that changes its sign now and then."""
    result = []
    for step in range(STEPS):
        gradient = values(count, 50 + step, 3.0 / (1 + step % 7))
        gradient[0] = 0.0
        gradient[1] = 0.0 if step < 4 else gradient[1]
        gradient[2] = 1000.0 if step == 9 else gradient[2]
        result.append(gradient)
    return result


def optimizer(kind, parameter, attributes, places):
    if kind == "lion":
        return Lion(parameter, **attributes)
    if kind == "lamb":
        return Lamb(parameter, places, **attributes)
    options = {RENAMED.get(key, key): value for key, value in attributes.items()}
    if "beta1" in options or "beta2" in options:
        options["betas"] = (options.pop("beta1", 0.9), options.pop("beta2", 0.999))
    return KINDS[kind]([parameter], **options)


def run(name, kind, attributes):
    places, count = segments() if kind == "lamb" else ([], 7)
    initial, given = values(count, 49), gradients(count)
    if places:
        zero, still = places[2]["offset"], places[4]["offset"]
        initial[zero : zero + 6] = 0.0
        for gradient in given:
            gradient[still:] = 0.0
    parameter = initial.clone().requires_grad_(True)
    method = optimizer(kind, parameter, attributes, places)
    steps = []
    for gradient in given:
        parameter.grad = gradient.clone()
        method.step()
        steps.append(recording.tensor(parameter.detach().clone()))
    defaults = getattr(method, "defaults", None)
    rate = defaults["lr"] if defaults else method.learning_rate
    return {
        "name": name,
        "optimizer": kind,
        "attributes": {"learning_rate": rate, **attributes},
        "initial": recording.tensor(initial),
        "gradients": [recording.tensor(gradient) for gradient in given],
        "parameters": steps,
        "segments": places,
    }


def main():
    torch.set_num_threads(1)
    # NAdam keeps the product of its momenta in the default type.
    torch.set_default_dtype(torch.float64)
    recording.write(
        "optimizers.json",
        {
            "element": "float64",
            "generator": f"torch {torch.__version__.split('+')[0]}",
            "optimizers": [run(*case) for case in CASES],
        },
    )


if __name__ == "__main__":
    main()
