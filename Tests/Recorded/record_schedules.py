"""Records schedules of the learning rate in PyTorch, in float64, as `schedules.json`.

Needs torch and numpy (Benchmarks/requirements.txt).

    {
      "generator": "torch ...",
      "schedules": [{"name", "schedule", "attributes": {...}, "steps", "steps_per_epoch", "every",
                     "factors": [...]}, ...],
      "plateaus": [{"name", "schedule", "attributes": {...}, "higher_is_better", "values": [...],
                    "factors": [...]}, ...]
    }

`factors` are the learning rate over the optimizer's own, at every step of a run of `steps` (`every` 1), or at the
first step of every epoch (`every` is `steps_per_epoch`); for a plateau after each epoch's value. Attributes have mtl's
names; [5, "step"] is a duration, [30, "percent"] a share.

A warm-up of w steps is LinearLR from 1 / (w + 1) to 1 within w steps. PyTorch has no inverse square root: it is the
formula of Vaswani et al. (2017), over its own peak. A plateau of PyTorch falls after more than `patience` epochs, one
of mtl's after `patience`.
"""

import torch
from torch.optim import lr_scheduler

import recording


def optimizer():
    return torch.optim.SGD([torch.zeros(1, dtype=torch.float64)], lr=1.0)


def rates(method, scheduler, steps):
    """The learning rate at each of the first steps."""
    result = []
    for _ in range(steps):
        result.append(float(method.param_groups[0]["lr"]))
        method.step()
        scheduler.step()
    return result


def run(name, schedule, attributes, make, steps=30, per_epoch=10, warmup=0, every=1):
    """`make(optimizer, steps)` gives the scheduler of what follows the warm-up."""
    method = optimizer()
    scheduler = None
    if warmup:
        rise = lr_scheduler.LinearLR(method, start_factor=1 / (warmup + 1), end_factor=1.0, total_iters=warmup)
        scheduler = lr_scheduler.SequentialLR(method, [rise, make(method, steps - warmup)], milestones=[warmup])
    else:
        scheduler = make(method, steps)
    return {
        "name": name,
        "schedule": schedule,
        "attributes": attributes,
        "steps": steps,
        "steps_per_epoch": per_epoch,
        "every": every,
        "factors": rates(method, scheduler, steps // every),
    }


def linear(floor=0.0):
    return lambda method, steps: lr_scheduler.LinearLR(method, start_factor=1.0, end_factor=floor, total_iters=steps)


def polynomial(power):
    return lambda method, steps: lr_scheduler.PolynomialLR(method, total_iters=steps, power=power)


def cosine(floor=0.0):
    return lambda method, steps: lr_scheduler.CosineAnnealingLR(method, T_max=steps, eta_min=floor)


def exponential(gamma):
    return lambda method, steps: lr_scheduler.ExponentialLR(method, gamma=gamma)


def steps_at(points, gamma):
    return lambda method, steps: lr_scheduler.MultiStepLR(method, points, gamma=gamma)


def schedules():
    five = {"warmup": [5, "step"]}
    yield run("linear", "linear", {}, linear())
    yield run("linear to a floor, after a warm-up", "linear", {**five, "floor": 0.1}, linear(0.1), warmup=5)
    yield run("polynomial", "polynomial", {}, polynomial(1.0))
    yield run("polynomial of 2.5", "polynomial", {"power": 2.5}, polynomial(2.5), steps=23)
    yield run("polynomial of 0.9, after a warm-up", "polynomial", {**five, "power": 0.9}, polynomial(0.9), warmup=5)
    yield run("cosine", "cosine", {}, cosine())
    yield run("cosine to a floor, after a warm-up", "cosine", {**five, "floor": 0.2}, cosine(0.2), warmup=5)
    yield run("exponential by epochs", "exponential", {"factor": 0.9}, exponential(0.9), steps=300, every=10)
    yield run(
        "exponential by steps, after a warm-up",
        "exponential",
        {**five, "factor": 0.8, "every": [1, "step"]},
        exponential(0.8),
        warmup=5,
    )
    yield run(
        "steps",
        "steps",
        {"at": [[1, "epoch"], [17, "step"], [25, "step"]], "factor": 0.3},
        steps_at([10, 17, 25], 0.3),
    )
    yield cycle("one_cycle", {}, 30)
    yield cycle("one_cycle of 7 steps", {}, 7)
    yield cycle(
        "one_cycle, linear",
        {"warmup": [10, "percent"], "start": 0.1, "floor": 0.01, "shape": "linear"},
        40,
        pct_start=0.1,
        div_factor=10,
        final_div_factor=10,
        anneal_strategy="linear",
    )
    yield cycle("one_cycle that rises for an epoch", {"warmup": [1, "epoch"]}, 40, pct_start=0.25)
    for warmup in (0, 1, 7):
        top = warmup + 1
        yield {
            "name": f"inverse_sqrt, {warmup} steps of warm-up",
            "schedule": "inverse_sqrt",
            "attributes": {"warmup": [warmup, "step"]} if warmup else {},
            "steps": 30,
            "steps_per_epoch": 10,
            "every": 1,
            "factors": [min(n**-0.5, n * top**-1.5) / top**-0.5 for n in range(1, 31)],
        }


def cycle(name, attributes, steps, **options):
    """One cycle; PyTorch's counts its steps exactly and fails with one more."""
    method = optimizer()
    scheduler = lr_scheduler.OneCycleLR(method, max_lr=1.0, total_steps=steps, cycle_momentum=False, **options)
    factors = [float(method.param_groups[0]["lr"])]
    for _ in range(steps - 1):
        method.step()
        scheduler.step()
        factors.append(float(method.param_groups[0]["lr"]))
    return {
        "name": name,
        "schedule": "one_cycle",
        "attributes": attributes,
        "steps": steps,
        "steps_per_epoch": 10,
        "every": 1,
        "factors": factors,
    }


def plateau(name, attributes, values, higher_is_better=False):
    method = optimizer()
    scheduler = lr_scheduler.ReduceLROnPlateau(
        method,
        mode="max" if higher_is_better else "min",
        factor=attributes.get("factor", 0.1),
        patience=attributes.get("patience", 3) - 1,
        threshold=attributes.get("min_change", 0.0),
        threshold_mode="abs",
        cooldown=attributes.get("pause", 0),
        min_lr=attributes.get("floor", 0.0),
        eps=0.0,
    )
    factors = []
    for value in values:
        method.step()
        scheduler.step(value)
        factors.append(float(method.param_groups[0]["lr"]))
    return {
        "name": name,
        "schedule": "plateau",
        "attributes": attributes,
        "higher_is_better": higher_is_better,
        "values": values,
        "factors": factors,
    }


def plateaus():
    falling = [1.0, 0.7, 0.72, 0.71, 0.7, 0.69, 0.69, 0.7, 0.7, 0.69, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.4]
    noisy = recording.formula([40], 3).round(4).tolist()
    rising = [round(1 - value / 2, 4) for value in falling]
    yield plateau("plateau", {}, falling)
    yield plateau("plateau of a rising value", {"factor": 0.5, "patience": 2}, rising, higher_is_better=True)
    yield plateau("plateau with a pause", {"factor": 0.5, "patience": 2, "pause": 3}, noisy)
    yield plateau("plateau with a least change", {"factor": 0.7, "patience": 1, "min_change": 0.05}, falling)
    yield plateau(
        "plateau with all of it",
        {"factor": 0.3, "patience": 1, "min_change": 0.2, "pause": 2, "floor": 0.05},
        noisy,
        higher_is_better=True,
    )


def main():
    recording.write(
        "schedules.json",
        {
            "generator": f"torch {torch.__version__.split('+')[0]}",
            "schedules": list(schedules()),
            "plateaus": list(plateaus()),
        },
    )


if __name__ == "__main__":
    main()
