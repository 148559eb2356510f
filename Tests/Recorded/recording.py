"""What the recording scripts share: tensors as JSON with 17 digits, integer formulas for values, and writing.

A tensor is `{"shape": [...], "values": [...]}`, row by row (the last axis runs fastest). Numbers are written with
Python's `repr`, the shortest text that gives the same Double again (at most 17 significant digits).
"""

import json
import os

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def tensor(array):
    """An array (NumPy or PyTorch) as JSON."""
    if hasattr(array, "detach"):
        array = array.detach().numpy()
    array = np.asarray(array)
    if array.dtype.kind in "bui":
        values = [int(value) for value in array.reshape(-1)]
    else:
        values = [float(value) for value in array.reshape(-1)]
    return {"shape": list(array.shape), "values": values}


def formula(shape, salt, scale=1.0, modulus=1009):
    """Values in (-scale, scale) by a formula in whole numbers, the same on every machine.

    The value at flat index i is ((i * 7919 + salt * 104729 + i * i * 31) mod modulus) * 2 + 1, less modulus, over
    modulus, times scale. The modulus is odd and the numerator even, so a value may be zero but is never -scale or
    scale.
    """
    count = int(np.prod(shape, dtype=np.int64))
    numbers = [(i * 7919 + salt * 104729 + i * i * 31) % modulus for i in range(count)]
    return (scale * ((np.array(numbers, dtype=np.float64) * 2 + 1 - modulus) / modulus)).reshape(shape)


def lines(value, depth=0):
    """The text of a JSON value with objects on lines of their own and arrays of numbers on one line."""
    blank = "  " * depth
    if isinstance(value, dict) and value and set(value) != {"shape", "values"}:
        inner = ",\n".join(f"{blank}  {json.dumps(key)}: {lines(item, depth + 1)}" for key, item in value.items())
        return "{\n" + inner + "\n" + blank + "}"
    if isinstance(value, list) and value and isinstance(value[0], (dict, list)):
        inner = ",\n".join(f"{blank}  {lines(item, depth + 1)}" for item in value)
        return "[\n" + inner + "\n" + blank + "]"
    return json.dumps(value, allow_nan=False)


def write(name, value):
    """Writes a value beside the scripts and says how large the file is."""
    path = os.path.join(HERE, name)
    with open(path, "w", newline="\n") as file:
        file.write(lines(value) + "\n")
    print(f"{name}: {os.path.getsize(path)} bytes")
