r"""What is said of names is said whatever its markup: dollars or \( \), stars, commands or tags."""

from __future__ import annotations

import pytest

from derive.check import review_document
from derive.reader.document import read_text
from derive.review import Options

RIGHT, OPEN = "right", "cannot-tell"
LINE = r"\[ \frac{\partial}{\partial V}\operatorname{tr}(V^T C V) = 2 C V \]"
ONE_HOT = (
    r"$q_k = e^{u_k}/\sum_j e^{u_j}$ and \[ H = -\sum_k g_k \log q_k \] so that "
    r"\[ \frac{\partial H}{\partial u_j} = q_j - g_j \]"
)
PAGES = [
    ("markdown", r"Here $C$ is symmetric. " + LINE, RIGHT),
    ("markdown", r"Here \(C\) is symmetric. " + LINE, RIGHT),
    ("markdown", r"Here \( C \) is *symmetric*. " + LINE, RIGHT),
    ("markdown", r"Here $C$ is **not** symmetric. " + LINE, OPEN),
    ("markdown", r"Here \( C \) need _not_ be symmetric. " + LINE, OPEN),
    ("markdown", r"No symmetry is assumed for \(C\), but $S$ is symmetric. " + LINE, OPEN),
    ("tex", r"Here~\(C\) is \emph{symmetric}. " + LINE, RIGHT),
    ("tex", r"Here~\(C\) is \emph{not} symmetric, and~$S$ is symmetric. " + LINE, OPEN),
    ("html", rf"<p>Here \(C\) is <em>symmetric</em>.</p> {LINE}", RIGHT),
    ("html", rf"<p>Here \(C\) is <b>not</b> symmetric; \(S\) is symmetric.</p> {LINE}", OPEN),
    ("markdown", r"A *one-hot* target $g$, probabilities " + ONE_HOT, RIGHT),
    ("tex", r"A \textbf{one-hot} target~\(g\), probabilities " + ONE_HOT, RIGHT),
    ("html", rf"<p>A <i>one-hot</i> target \(g\), probabilities {ONE_HOT}</p>", RIGHT),
    ("html", rf"<p>Weights \(g\), probabilities {ONE_HOT}</p>", OPEN),
]


@pytest.mark.parametrize(("kind", "page", "verdict"), PAGES)
def test_markup_changes_nothing_of_what_is_said(kind: str, page: str, verdict: str) -> None:
    found = [one.verdict for one in review_document(read_text(page, kind), Options()).relations]
    assert found[-1] == verdict
