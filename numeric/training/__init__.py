"""Fits Σ f(yₖ, wᵀxₖ) for every catalogue loss, at the speed at which memory can be read."""

from numeric.training.fit import Fit
from numeric.training.train import train

__all__ = ["Fit", "train"]
