"""Log-odds and logits as probabilities."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]


def sigmoid(logits: Array) -> Array:
    """Return the probability, 0 to 1, of each logit of an array of any shape."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30))))


def softmax(logits: Array) -> Array:
    """Return the probabilities (0 to 1) of logits of shape (..., outputs), in that shape; each row sums to 1."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True))
