"""Records metrics of small cases with scikit-learn as `metrics.json`.

Needs scikit-learn and numpy (Benchmarks/requirements.txt). Values come from whole-number formulas.

    {
      "generator": "scikit-learn ...",
      "cases": [{"name", "kind", "inputs": {...}, "metrics": {name: number}}, ...]
    }

T is a tensor, {"shape", "values"}. By kind:

- `binary`: inputs `labels` [n] (0 or 1) and `scores` [n], probabilities of 1. Metrics: `accuracy`, `macro_f1` and
  `dice` of the prediction score >= 0.5 (macro_f1 over both classes, dice the F1 of 1), `auc` (a tie between a 1 and a 0 counts one half) and `log_loss`.
- `multiclass`: inputs `labels` [n] (class numbers), `scores` [n, K], probabilities whose rows sum to 1, and `classes`.
  Metrics: `accuracy` and `macro_f1` of the first greatest score; macro_f1 is over the K classes, with 0 for a class
  that is never predicted nor right; `macro_f1_seen` is over the classes that occur among labels or predictions
  (scikit-learn's default; equal to `macro_f1` where all occur); `auc` is one class against the rest, the mean over
  classes, recorded where every class occurs; `log_loss`.
- `regression`: inputs `labels` and `predictions`, [n] or [n, columns]. Metrics: `mse`, `mae`, `r2`, over several columns
  the mean of each column's.
"""

import warnings

import numpy as np
import sklearn
from sklearn import metrics

import recording


def binary(name, labels, scores):
    predictions = (scores >= 0.5).astype(int)
    return {
        "name": name,
        "kind": "binary",
        "inputs": {"labels": recording.tensor(labels), "scores": recording.tensor(scores)},
        "metrics": {
            "accuracy": metrics.accuracy_score(labels, predictions),
            "macro_f1": metrics.f1_score(labels, predictions, labels=[0, 1], average="macro", zero_division=0),
            "dice": metrics.f1_score(labels, predictions, zero_division=0),
            "auc": metrics.roc_auc_score(labels, scores),
            "log_loss": metrics.log_loss(labels, scores, labels=[0, 1]),
        },
    }


def multiclass(name, labels, scores):
    classes = list(range(scores.shape[1]))
    predictions = scores.argmax(axis=1)
    values = {
        "accuracy": metrics.accuracy_score(labels, predictions),
        "macro_f1": metrics.f1_score(labels, predictions, labels=classes, average="macro", zero_division=0),
        "macro_f1_seen": metrics.f1_score(labels, predictions, average="macro", zero_division=0),
        "log_loss": metrics.log_loss(labels, scores, labels=classes),
    }
    if set(labels) == set(classes):
        values["auc"] = metrics.roc_auc_score(labels, scores, multi_class="ovr", average="macro", labels=classes)
    return {
        "name": name,
        "kind": "multiclass",
        "inputs": {
            "classes": len(classes),
            "labels": recording.tensor(labels),
            "scores": recording.tensor(scores),
        },
        "metrics": values,
    }


def regression(name, labels, predictions):
    return {
        "name": name,
        "kind": "regression",
        "inputs": {"labels": recording.tensor(labels), "predictions": recording.tensor(predictions)},
        "metrics": {
            "mse": metrics.mean_squared_error(labels, predictions),
            "mae": metrics.mean_absolute_error(labels, predictions),
            "r2": metrics.r2_score(labels, predictions),
        },
    }


def whole(count, salt, modulus):
    """Whole numbers from 0 to modulus - 1 by a formula that mixes well enough for metrics."""
    return np.array([(i * i * 7 + i * 13 + salt * 17 + (i * salt) % 5) % 101 % modulus for i in range(count)])


def probabilities(rows, classes, salt, grain):
    """Rows of probabilities: whole numbers from 1 to grain, over their sum (a small grain makes ties)."""
    numbers = 1.0 + whole(rows * classes, salt, grain).reshape(rows, classes)
    return numbers / numbers.sum(axis=1, keepdims=True)


def cases():
    spread = recording.formula([40], 1, 0.5) + 0.5
    coarse = np.round(recording.formula([40], 2, 0.4) + 0.5, 1)
    labels = (recording.formula([40], 3) > 0.2).astype(int)
    yield binary("binary without ties", labels, spread)
    yield binary("binary with ties", labels, coarse)
    yield binary("binary with scores that help", labels, np.round(0.3 * labels + 0.6 * spread + 0.05, 2))
    yield binary("binary, all scores equal", labels[:9], np.full(9, 0.5))
    yield binary("binary, perfect", np.array([0, 1, 1, 0, 1]), np.array([0.1, 0.9, 0.8, 0.3, 0.6]))
    yield binary("binary, nothing predicted", np.array([0, 1, 0, 0, 1]), np.array([0.1, 0.4, 0.3, 0.2, 0.2]))

    three = whole(30, 1, 3)
    yield multiclass("three classes", three, probabilities(30, 3, 2, 97))
    yield multiclass("three classes with ties", three, probabilities(30, 3, 3, 4))
    ten = np.concatenate([np.arange(10), whole(50, 4, 10)])
    helped = probabilities(60, 10, 5, 50) + np.eye(10)[ten] * 0.1
    yield multiclass("ten classes with scores that help", ten, helped / helped.sum(axis=1, keepdims=True))
    yield multiclass("ten classes with ties", ten, probabilities(60, 10, 6, 3))
    two = np.array([0, 2, 2, 0, 2])
    picked = np.array([[0.6, 0.1, 0.3], [0.5, 0.1, 0.4], [0.2, 0.1, 0.7], [0.4, 0.2, 0.4], [0.1, 0.2, 0.7]])
    yield multiclass("a class that never occurs", two, picked)
    unpredicted = np.array([[0.6, 0.1, 0.3], [0.5, 0.1, 0.4], [0.2, 0.1, 0.7], [0.4, 0.2, 0.4], [0.1, 0.2, 0.7]])
    yield multiclass("a class that is never predicted", np.array([0, 1, 2, 0, 1]), unpredicted)

    truth = recording.formula([25], 4, 10.0)
    guess = recording.formula([25], 5, 3.0)
    yield regression("no relation", truth, guess)
    yield regression("a close fit", truth, 0.9 * truth + 0.1 * guess)
    yield regression("exact", truth, truth.copy())
    yield regression("the mean for all", np.array([1.0, 2.0, 4.0, 9.0]), np.full(4, 4.0))
    table = recording.formula([15, 3], 6, 4.0) * np.array([1.0, 10.0, 0.1])
    yield regression("three columns", table, 0.8 * table + recording.formula([15, 3], 7, 0.5))


def main():
    warnings.simplefilter("error")
    recorded = list(cases())
    for case in recorded:
        case["metrics"] = {name: float(value) for name, value in case["metrics"].items()}
    recording.write("metrics.json", {"generator": f"scikit-learn {sklearn.__version__}", "cases": recorded})


if __name__ == "__main__":
    main()
