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

    def text(self, ahead: int = 0) -> str:
        """What stands here, nothing at the end."""
        token = self.at(ahead)
        return "" if token is None else token.text

    def word(self, ahead: int = 0) -> str | None:
        """The word here; None for a formula, a sign or the end."""
        token = self.at(ahead)
        return token.text if token is not None and token.kind == "word" else None

    def sign(self) -> str | None:
        """The sign here; None for anything else."""
        token = self.at()
        return token.text if token is not None and token.kind == "sign" else None

    def passes(self, sign: str) -> bool:
        """Whether this sign stands here; then it is passed."""
        found = self.sign() == sign
        self.place += found
        return found

    def follows(self, *texts: str) -> bool:
        """Whether these words or signs stand here; then they are passed."""
        tokens = [self.at(ahead) for ahead in range(len(texts))]
        if [token.text for token in tokens if token and token.kind in ("word", "sign")] != list(texts):
            return False
        self.place += len(texts)
        return True

    def follows_one(self, name: str) -> bool:
        """Whether a noun of one or two words stands here, or its plural; then it is passed."""
        words = name.split()
        return self.follows(*words) or self.follows(*words[:-1], f"{words[-1]}s")

    def skip(self, words: Collection[str]) -> None:
        """Pass any of these words."""
        while self.word() in words:
            self.place += 1
