"""Where a sentence speaks of a name, by which verb, and where what it says of it is over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from derive.elaborate.told.worded.cursor import Cursor
from derive.elaborate.told.worded.nouns import is_noun, singular
from derive.elaborate.told.worded.tokens import Token
from derive.reader import syntax as s

Member = s.Name | s.Index
_VERBS = (
    ("is",),
    ("are",),
    ("be",),
    ("being",),
    ("denotes",),
    ("denote",),
    ("means",),
    ("equals",),
    ("stands", "for"),
    ("we", "mean"),
    ("we", "denote"),
    ("i", "mean"),
)
_IS = ("is", "are", "equals")
_GIVING = re.compile(r"writ(?:e|ing)|with|us(?:e|ing)|put(?:ting)?|have")
_OF = re.compile(r"of|by|in|at|from|to|under|over|on|through|between|along|for|times|plus|minus")
_WHOLE = re.compile(r"columns?|vectors?|matrix|rows?|table|list|set")
_STOPS = re.compile(r"so|where|hence|thus|because|since|as|while|but|i\.e\.")
_AFTER_COMMA = re.compile(
    r"so|where|hence|thus|because|since|as|while|but|and|let|call|called|denoted|we|i\.e\.|it|this|he|she|i|if|however|entry|element\w*|entry-?wise|component\w*|coordinate\w*"
)
_OF_A_CASE = re.compile(r"for|when|at|under|near|in|check|suppose|with")
_ANY = ("a", "an", "each", "every", "all", "any", "the", "this", "these")
_GOES_ON = re.compile(r"call|let|we|denote|its|the|so|by|an?|i")
_CHANGING = re.compile(r"plus|minus|times|divided|except|up|without|scaled|added|shifted|apart")
_ADDING = re.compile(r"add(?:s|ed|ing)?|subtract(?:s|ed)?|penali[sz]e[sd]?|regulari[sz]ed?")
_DENIED = re.compile(
    r"not|never|no|without|instead|rather|would|had|could|should|unlike|wrong|mistake|sometimes|often|approximately|roughly"
    r"|about|\w+n't|cannot|proportional|bounded"
)
_ADVERBS = ("simply", "just", "here", "always", "nothing", "but")
_GIVEN = (
    ("defined", "as"),
    ("defined", "by"),
    ("given", "by"),
    ("set", "to"),
    ("for", "me"),
    ("equal", "to"),
    ("as",),
)
_BETWEEN = 6
_PLACES = ("of", "for", "at", "in")


def names_at(cursor: Cursor) -> Iterator[Member]:
    """The names that a sentence speaks of from here on: one, or a list."""
    while (token := cursor.at()) is not None and token.kind == "formula":
        tree = token.tree
        if isinstance(tree, s.Chain) and tree.relations[0].sign in ("=", "in"):
            parts = isinstance(tree.members[1], s.Sequence) or tree.relations[0].sign == "in"
            tree = tree.members[0] if parts else None
        members = tree.items if isinstance(tree, s.Sequence) and not tree.opening else (tree,)
        if not all(isinstance(each, s.Name | s.Index) for each in members):
            return
        if cursor.word(1) == "th":
            return
        yield from (each for each in members if isinstance(each, s.Name | s.Index))
        cursor.place += 1
        more = cursor.at(1)
        if (cursor.word() != "and" and cursor.sign() != ",") or more is None or more.kind != "formula":
            return
        cursor.place += 1


def is_subject(words: Sequence[Token], place: int) -> bool:
    """Whether a sentence speaks of a name, and not of something of it: "the norm of $x$ is"; but "denote by $x$"."""
    if place == 0:
        return True
    before = words[place - 1]
    after = words[place + 1].text if place + 1 < len(words) else ""
    listed = before.text in ("and", ",") and place > 1 and words[place - 2].kind == "formula"
    if listed and after != "for":
        return is_subject(words, place - 2)
    run = place - 1
    while run > 0 and words[run].kind == "word" and is_noun(words[run].text):
        run -= 1
    run -= words[run].text in ("the", "a", "an", "our") and run > 0
    if words[run].text == "of" and run > 0 and _WHOLE.fullmatch(words[run - 1].text):
        return True
    for near in {place - 1, run}:
        if _OF.fullmatch(words[near].text):
            first = near == 0 or words[near - 1].kind == "sign" or words[near - 1].text.startswith("denot")
            return words[near].text == "by" and first and near == place - 1
    return True


def is_denied(words: Sequence[Token], place: int) -> bool:
    """Whether the clause at a place, or what follows it, takes back or weakens what is said: "is not", "is about"."""
    start = max((k + 1 for k, token in enumerate(words[:place]) if token.kind == "sign"), default=0)
    texts = {token.text for token in _outside_brackets(words[start:]) if token.kind == "word"}
    return any(map(_DENIED.fullmatch, texts)) or ("if" in texts and not {"then", "else", "otherwise"} & texts)


def _outside_brackets(words: Sequence[Token]) -> Iterator[Token]:
    depth = 0
    for token in words:
        depth += (token.text == "(") - (token.text == ")")
        if depth <= 0:
            yield token


def is_of_a_case(words: Sequence[Token], place: int) -> bool:
    """Whether what is said holds in a case alone: "for $p$ uniform, $B$ is …"."""
    commas = [k for k, token in enumerate(words[:place]) if token.text == ","]
    start = next((k + 1 for k, token in enumerate(words[:place]) if token.text == ":"), 0)
    begins = bool(commas) and _OF_A_CASE.fullmatch(words[start].text) is not None
    return begins and words[start].text != "with" and words[start + 1].text not in _ANY


def is_plain(words: Sequence[Token], place: int) -> bool:
    """Whether nothing before a name in its clause says where or when something holds: "at the optimum $p$ is"."""
    start = max((k + 1 for k, token in enumerate(words[:place]) if token.kind == "sign"), default=0)
    return not any(_OF_A_CASE.fullmatch(token.text) for token in words[start:place])


def passes_a_verb(cursor: Cursor, words: Sequence[Token], place: int) -> bool:
    """Pass "is", "denotes", "=", ":", or the "for" of "write $m$ for"; a name and its "the" need no verb."""
    opens = place == 0 or words[place - 1].text in ("is", "are", "|")
    if cursor.sign() == "=" or (cursor.sign() in (":", "|") and opens):
        cursor.place += 1
        return True
    _skip_an_aside(cursor)
    if any(cursor.follows(*verb) for verb in _VERBS):
        skip_adverbs(cursor)
        return True
    given = any(_GIVING.fullmatch(token.text) for token in words[:place])
    called = place > 0 and words[place - 1].text in ("by", "call")
    if (given and cursor.follows("for")) or cursor.word() in ("the", "its", "their") or called:
        return True
    return _passes_what_stands_between(cursor)


def _skip_an_aside(cursor: Cursor) -> None:
    """Pass brackets between a name and its verb: "the output $o$ (one number) is"."""
    if cursor.sign() == "(":
        for ahead in range(1, _BETWEEN):
            if cursor.text(ahead) == ")":
                cursor.place += ahead + 1
                return


def skip_adverbs(cursor: Cursor) -> None:
    """Pass what says nothing of the value: "is simply", "is, as always,", "is defined as", "is given by"."""
    cursor.skip(_ADVERBS)
    for words in _GIVEN:
        if cursor.follows(*words):
            return


def _passes_what_stands_between(cursor: Cursor) -> bool:
    """ "The variance $R$ captured by the direction is", "the hazard $h_i$ at $t_i$ is"."""
    for ahead in range(1, _BETWEEN):
        token = cursor.at(ahead)
        if token is None or token.kind == "sign" or cursor.word() in ("and", "or", None):
            return False
        if token.text in _IS:
            cursor.place += ahead + 1
            return True
    return False


def subject_noun(words: Sequence[Token]) -> str | None:
    """The noun that a clause begins with and speaks of: "the objective is", "the score of a sample is"."""
    start = max(
        (k + 1 for k, one in enumerate(words) if one.kind == "sign" or one.text in ("where", "and")),
        default=0,
    )
    clause = words[start:]
    if len(clause) < 2 or any(token.kind != "word" for token in clause) or clause[0].text not in _DETERMINERS:
        return None
    place = next((k for k, token in enumerate(clause) if token.text in _PLACES), len(clause))
    nouns = [token.text for token in clause[1:place]]
    if not 1 <= len(nouns) <= len(("linear", "predictor")) or not all(map(is_noun, nouns)):
        return None
    return " ".join([*nouns[:-1], singular(nouns[-1])])


_DETERMINERS = ("the", "our", "an", "a", "my")


def adds_more(after: Sequence[Token], name: s.Node) -> int | None:
    """Where the next sentence begins to add to what was said: "On top of that $J$ adds …", "We also add …"."""
    for place, token in enumerate(after[:_BEGINNING]):
        if token.kind == "word" and _ADDING.fullmatch(token.text):
            said = [one.tree for one in after[:place] if one.kind == "formula"]
            return place + 1 if not said or said[-1] == name else None
    return None


_BEGINNING = 9


def ends(cursor: Cursor) -> bool:
    """Whether a phrase is over where the cursor stands, and does not go on with words that were not read."""
    token = cursor.at()
    if token is None:
        return True
    if token.text == "(":
        return not _changes(cursor)
    if token.text == ",":
        after = cursor.at(1)
        if after is not None and after.text == "in":
            return (cursor.word(2), cursor.word(3)) == ("other", "words")
        return after is None or after.kind == "formula" or _AFTER_COMMA.fullmatch(after.text) is not None
    if token.kind == "sign":
        return token.text != "="
    if token.text == "and":
        after = cursor.at(1)
        return after is None or after.kind == "formula" or _GOES_ON.fullmatch(after.text) is not None
    return _STOPS.fullmatch(token.text) is not None


def _changes(cursor: Cursor) -> bool:
    """Whether an aside says that something more belongs to a value: "(plus a constant)"."""
    for token in cursor.words[cursor.place :]:
        if token.text == ")":
            return False
        if token.kind == "word" and _CHANGING.fullmatch(token.text):
            return True
    return False
