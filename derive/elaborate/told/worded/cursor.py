"""A place in a sentence that moves on over its words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from derive.elaborate.told.worded.tokens import Token


@dataclass
class Cursor:
    """The tokens of a text and a place among them."""

    words: Sequence[Token]
    place: int = 0

    def at(self, ahead: int = 0) -> Token | None:
        """The token here, or some places ahead."""
        place = self.place + ahead
        return self.words[place] if 0 <= place < len(self.words) else None

    def word(self, ahead: int = 0) -> str | None:
        """The word here; None for a formula, a sign or the end."""
        token = self.at(ahead)
        return token.text if token is not None and token.kind == "word" else None

    def sign(self) -> str | None:
        """The sign here; None for anything else."""
        token = self.at()
        return token.text if token is not None and token.kind == "sign" else None

    def follows(self, *texts: str) -> bool:
        """Whether these words stand here; then they are passed."""
        if [self.word(ahead) for ahead in range(len(texts))] != list(texts):
            return False
        self.place += len(texts)
        return True

    def skip(self, words: Collection[str]) -> None:
        """Pass any of these words."""
        while self.word() in words:
            self.place += 1
