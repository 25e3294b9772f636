"""What the public objects show of themselves in a notebook."""

from __future__ import annotations

import pytest

import gradproof
from reports.notebook import attach

attach()

SHOWN = {
    "verdict": (lambda: gradproof.prove_equal("x", "-x"), "text/plain", "wrong: at x = 1"),
    "derivation": (lambda: gradproof.derivation("linear"), "text/html", "<math"),
    "comparison": (lambda: gradproof.compare("bce"), "text/html", "<table"),
    "review": (
        lambda: gradproof.check("Let $L = a^2$.\n\n$$\\frac{dL}{da} = 2a$$\n"),
        "text/plain",
        "1 right",
    ),
}


@pytest.mark.parametrize("name", SHOWN)
def test_objects_show_themselves(name: str) -> None:
    make, kind, text = SHOWN[name]
    assert text in make()._repr_mimebundle_()[kind]
