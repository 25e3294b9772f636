r"""TeX files: the body, its comments and listings, sections, and the files beside it that it reads in."""

from __future__ import annotations

import re
from pathlib import Path

from derive.reader.blocks import Code, Role
from derive.reader.files import text_of
from derive.reader.source import Source
from derive.reader.syntax import Span

_INPUT = re.compile(r"(?<!\\)\\(?:input|include)\s*\{([^}\n]{1,200})\}|(?<!\\)\\input\s+([^\s\\{}]{1,200})")
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_LISTING = re.compile(
    r"\\begin\{(verbatim|lstlisting|minted|Verbatim|comment|tikzpicture)\*?\}.*?\\end\{\1\*?\}", re.DOTALL
)
_HEADING = re.compile(r"\\(?:part|chapter|section|subsection|subsubsection|paragraph)\*?\s*\{([^}\n]*)\}")
_SOLUTION = re.compile(r"\\begin\{(solution|answer)\}|\\end\{(?:solution|answer)\}")
_DEEPEST = 5
_MOST_FILES = 50


def source(text: str, path: str) -> Source:
    """A TeX text as a source; ``path`` says beside which file others may be read in."""
    reader = _Inputs(Path(path).parent if path and path != "-" else None)
    reader.open.append(Path(path).resolve())
    whole = reader.spliced(text, path, 0)
    begin = whole.find("\\begin{document}")
    end = whole.find("\\end{document}")
    skipped = [(match.start(), match.end()) for match in _COMMENT.finditer(whole)]
    skipped += [(match.start(), match.end()) for match in _LISTING.finditer(whole)]
    skipped += [(0, begin)] if begin > 0 else []
    skipped += [(end, len(whole))] if end >= 0 else []
    code = [
        Code(match[0], "python", Span(*match.span()))
        for match in _LISTING.finditer(whole)
        if "python" in match[0].lower()
    ]
    return Source(
        whole,
        skipped=tuple(sorted(skipped)),
        headings=tuple((match.start(), match[1]) for match in _HEADING.finditer(whole)),
        posts=tuple(_posts(whole)),
        code=tuple(code),
        parts=tuple(reader.parts) if len(reader.parts) > 1 else (),
        warnings=tuple(dict.fromkeys(reader.warnings)),
    )


def _posts(text: str) -> list[tuple[int, int, Role]]:
    posts: list[tuple[int, int, Role]] = []
    number = 0
    for match in _SOLUTION.finditer(text):
        number += 1 if match[1] else 0
        posts.append(
            (match.start(), number, Role.SOLUTION) if match[1] else (match.start(), 0, Role.QUESTION)
        )
    return posts


class _Inputs:
    r"""Puts in what \input names; remembers where each part came from."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.parts: list[tuple[int, str, int]] = []
        self.warnings: list[str] = []
        self.length = 0
        self.files = 0
        self.open: list[Path] = []

    def spliced(self, text: str, path: str, depth: int) -> str:
        out: list[str] = []
        at = 0
        self.parts.append((self.length, path, 0))
        for match in _INPUT.finditer(text):
            if _commented(text, match.start()):
                continue
            inner = self._inner(match[1] or match[2], depth)
            if inner is None:
                continue
            self._add(out, text[at : match.start()])
            name, content = inner
            self.open.append(Path(name).resolve())
            out.append(self.spliced(content, name, depth + 1))
            self.open.pop()
            at = match.end()
            self.parts.append((self.length, path, text.count("\n", 0, at)))
        self._add(out, text[at:])
        return "".join(out)

    def _add(self, out: list[str], text: str) -> None:
        out.append(text)
        self.length += len(text)

    def _inner(self, name: str, depth: int) -> tuple[str, str] | None:
        """The file beside the document; anything else is left out, and told."""
        from derive.errors import GradproofError

        wanted = name.strip() if name.strip().endswith(".tex") else name.strip() + ".tex"
        if (
            self.folder is None
            or depth >= _DEEPEST
            or self.files >= _MOST_FILES
            or not _beside(self.folder, wanted)
        ):
            self._leave_out(name, "only files beside the document are read")
            return None
        file = str(self.folder / wanted)
        if Path(file).resolve() in self.open:
            self._leave_out(name, "it reads itself in")
            return None
        self.files += 1
        try:
            return file, text_of(file)
        except GradproofError as failure:
            self._leave_out(name, str(failure))
            return None

    def _leave_out(self, name: str, why: str) -> None:
        self.warnings.append(f"\\input{{{name}}} is left out: {why}")


def _commented(text: str, at: int) -> bool:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return _COMMENT.search(line) is not None


def _beside(folder: Path, name: str) -> bool:
    target = (folder / name).resolve()
    return target.is_relative_to(folder.resolve()) and target.suffix == ".tex"
