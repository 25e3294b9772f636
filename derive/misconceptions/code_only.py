"""Slips that only code can make, found in the syntax tree and from what was measured when it ran."""

from __future__ import annotations

from derive.misconceptions.base import InCode, Misconception
from derive.misconceptions.detectors import CodeFacts, Found, detect

__all__ = ["RECORDS", "CodeFacts", "Found", "detect"]

INTEGER_DTYPE = Misconception(
    id="integer-dtype",
    family="code only",
    title="An array of integers cuts the fractions off",
    people_do="w = np.zeros(n, dtype=int) or np.zeros_like(y) with integer y collects a gradient.",
    tempts="The labels are integers, and zeros_like copies their type without a word.",
    right_way="Make arrays that hold gradients of floats: np.zeros(n), np.zeros_like(y, dtype=float).",
    glance="0.5 stored in an integer array is 0.",
    source="NumPy user guide, Data types",
    code=(
        InCode(
            "import numpy as np\ngrad = np.zeros(3, dtype=int)\n",
            "import numpy as np\ngrad = np.zeros(3)\n",
        ),
    ),
    detected_in_code="an integer dtype in the array that receives the gradient",
)


REMOVED_NUMPY_NAME = Misconception(
    id="removed-numpy-name",
    family="code only",
    title="A name that NumPy no longer has",
    people_do="np.float, np.int, np.asscalar or np.product is used.",
    tempts="Older books and answers use them.",
    right_way="Write float, int, x.item(), np.prod; np.float64 where the type matters.",
    glance="AttributeError: module 'numpy' has no attribute …",
    source="NumPy 1.24 and 2.0 release notes, Expired deprecations",
    code=(
        InCode(
            "import numpy as np\nx = np.asscalar(np.ones(1))\n",
            "import numpy as np\nx = np.ones(1).item()\n",
        ),
    ),
    detected_in_code="an attribute of numpy that was removed",
)


LOST_EXPRESSION = Misconception(
    id="lost-expression",
    family="code only",
    title="A value is computed and thrown away",
    people_do="A line that starts with + or − continues nothing; w.reshape(-1, 1) stands alone.",
    tempts="In a formula a new line goes on where the last one stopped.",
    right_way="Put the formula in parentheses, and keep results: w = w.reshape(-1, 1).",
    glance="A statement that is only an expression has no effect.",
    source="The Python Language Reference, section 6 and 7.1",
    code=(
        InCode(
            "def loss(a, b):\n    total = a\n    + b\n    return total\n",
            "def loss(a, b):\n    total = (a\n             + b)\n    return total\n",
        ),
    ),
    detected_in_code="an expression statement without effect",
)


NON_SIMULTANEOUS_UPDATE = Misconception(
    id="non-simultaneous-update",
    family="code only",
    title="The parameters are not updated at the same time",
    people_do="w is updated, then the gradient by b is computed with the new w.",
    tempts="Code runs from top to bottom, the formula does not.",
    right_way="Compute all gradients first, then make all steps.",
    glance="After the first update line, no gradient may be computed.",
    source="Goodfellow, Bengio and Courville, Deep Learning, algorithm 8.1",
    code=(
        InCode(
            "w = w - lr * (a * w + b - y) * a\nb = b - lr * (a * w + b - y)\n",
            "r = a * w + b - y\nw = w - lr * r * a\nb = b - lr * r\n",
        ),
    ),
    detected_in_code="a gradient computed after an update in the same block",
)


LOG_GUARD_MISMATCH = Misconception(
    id="log-guard-mismatch",
    family="code only",
    title="The loss has a guard that its gradient does not have",
    people_do="log(p + 1e-8) or clip in the loss, and the gradient of the loss without it.",
    tempts="The guard is there 'for numerical reasons' and is not thought of as part of the loss.",
    right_way="Write the loss in its logits (softplus, log-sum-exp): then it needs no guard.",
    glance="Finite differences of the guarded loss do not agree with the gradient where p is small.",
    source="Goodfellow, Bengio and Courville, Deep Learning, section 4.1",
    code=(
        InCode(
            "import numpy as np\n"
            "\n"
            "def loss(p):\n"
            "    return -np.log(p + 1e-8)\n"
            "\n"
            "def grad(p):\n"
            "    return -1 / p\n",
            "import numpy as np\n\ndef loss(p):\n    return -np.log(p)\n\ndef grad(p):\n    return -1 / p\n",
        ),
    ),
    detected_in_code="a guard inside a logarithm",
)


UNSTABLE_SIGMOID = Misconception(
    id="unstable-sigmoid",
    family="code only",
    title="exp overflows",
    people_do="1/(1 + np.exp(-z)) for very negative z, exp(z)/exp(z).sum() without taking the maximum off.",
    tempts="The formula is right on paper.",
    right_way="Use scipy.special.expit, np.logaddexp(0, z), or subtract the maximum before exp.",
    glance="np.exp(1000) is inf, and inf/inf is nan.",
    source="Goodfellow, Bengio and Courville, Deep Learning, section 4.1",
    detected_in_code="inf or nan for large logits",
)


FINITE_DIFFERENCES_INSTEAD = Misconception(
    id="finite-differences-instead",
    family="code only",
    title="The gradient is approximated by finite differences",
    people_do="(loss(w + h) − loss(w)) / h is returned where the derivative is asked for.",
    tempts="It is short, needs no algebra, and agrees to a few digits.",
    right_way="Use differences to check a gradient, not to be one.",
    glance="Change h: the result changes.",
    source="Griewank and Walther, Evaluating Derivatives, section 1.1",
    code=(
        InCode(
            "def grad(w):\n    return (loss(w + 1e-5) - loss(w)) / 1e-5\n",
            "def grad(w):\n    return 2 * w\n",
        ),
    ),
    detected_in_code="a difference quotient of the loss",
)


HARD_CODED_ANSWER = Misconception(
    id="hard-coded-answer",
    family="code only",
    title="The answer is written down instead of computed",
    people_do="return np.array([0.25, -0.5]): the numbers of the example in the exercise.",
    tempts="The visible test then succeeds.",
    right_way="Compute the result from the inputs.",
    glance="Change an input: the result must change.",
    source="Griewank and Walther, Evaluating Derivatives, section 1.1",
    code=(
        InCode(
            "import numpy as np\n\ndef grad(w):\n    return np.array([0.25, -0.5])\n",
            "import numpy as np\n\ndef grad(w):\n    return 2 * w\n",
        ),
    ),
    detected_in_code="a result that does not depend on the inputs",
)


LOSS_AND_GRADIENT_DISAGREE = Misconception(
    id="loss-and-gradient-disagree",
    family="code only",
    title="The gradient belongs to another loss than the one that is returned",
    people_do="The loss is a mean and the gradient a sum, or only one of them has the regulariser.",
    tempts="They are written on different days, or copied from different places.",
    right_way="The gradient returned must be the derivative of the loss returned, factor for factor.",
    glance="Finite differences of the returned loss must give the returned gradient.",
    source="Goodfellow, Bengio and Courville, Deep Learning, section 11.5",
    detected_in_code="a gradient that is not that of the returned loss",
)


RECORDS = (
    INTEGER_DTYPE,
    REMOVED_NUMPY_NAME,
    LOST_EXPRESSION,
    NON_SIMULTANEOUS_UPDATE,
    LOG_GUARD_MISMATCH,
    UNSTABLE_SIGMOID,
    FINITE_DIFFERENCES_INSTEAD,
    HARD_CODED_ANSWER,
    LOSS_AND_GRADIENT_DISAGREE,
)
