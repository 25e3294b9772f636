"""The signs of mathematics as TeX and Unicode spell them: tables only."""

from __future__ import annotations


def word_list(text: str) -> list[str]:
    """The words of a table that is written as a text."""
    return text.split()


def words(text: str) -> frozenset[str]:
    """The words of a table, for looking up."""
    return frozenset(text.split())


GREEK = words(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi "
    "rho varrho "
    "sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi "
    "Psi Omega "
    "ell hbar imath jmath wp aleph infty emptyset varnothing square blacksquare Box bigstar"
)

COMMAND_WORDS = words(
    "frac dfrac tfrac sqrt hat bar tilde vec mathbf mathrm mathcal boldsymbol text operatorname binom"
)
"""Commands with an argument in braces: without their backslash they are a slip of the pen."""

# A command that is one sign: its kind and text. Kinds: see tokens.Token.
SIGNS: dict[str, tuple[str, str]] = {
    **{name: ("letter", "\\" + name) for name in GREEK},
    **dict.fromkeys(("cdot", "centerdot", "bullet"), ("op", "cdot")),
    **dict.fromkeys(("times",), ("op", "times")),
    **dict.fromkeys(("odot", "bigodot", "circledast", "hadamard", "varodot"), ("op", "odot")),
    **dict.fromkeys(("circ",), ("op", "circ")),
    **dict.fromkeys(("ast", "star"), ("op", "ast")),
    **dict.fromkeys(("otimes",), ("op", "otimes")),
    **dict.fromkeys(("oslash",), ("op", "oslash")),
    **dict.fromkeys(("div",), ("op", "/")),
    **dict.fromkeys(("pm", "mp"), ("op", "pm")),
    **dict.fromkeys(
        ("dots", "ldots", "cdots", "vdots", "ddots", "dotsc", "dotsb", "dotsm", "iddots"), ("dots", "")
    ),
    **dict.fromkeys(("quad", "qquad", "enspace", "hfill", "hspace", "hskip"), ("wide", "")),
    **dict.fromkeys(("cr", "\\", "newline", "tabularnewline"), ("row", "")),
    **dict.fromkeys(("prime",), ("prime", "'")),
    **dict.fromkeys(("top", "intercal", "transp", "transpose"), ("letter", "\\top")),
    **dict.fromkeys(("colon",), ("colon", ":")),
    **dict.fromkeys(("mid",), ("mid", "|")),
    **dict.fromkeys(("vert",), ("bar", "|")),
    **dict.fromkeys(("|", "Vert"), ("bar", "‖")),
    **dict.fromkeys(("lvert",), ("open", "|")),
    **dict.fromkeys(("rvert",), ("close", "|")),
    **dict.fromkeys(("lVert",), ("open", "‖")),
    **dict.fromkeys(("rVert",), ("close", "‖")),
    **dict.fromkeys(("langle",), ("open", "⟨")),
    **dict.fromkeys(("rangle",), ("close", "⟩")),
    **dict.fromkeys(("{", "lbrace"), ("open", "{")),
    **dict.fromkeys(("}", "rbrace"), ("close", "}")),
    **dict.fromkeys(("lbrack", "llbracket", "lBrack"), ("open", "[")),
    **dict.fromkeys(("rbrack", "rrbracket", "rBrack"), ("close", "]")),
    **dict.fromkeys(("lceil", "lfloor"), ("open", "⌊")),
    **dict.fromkeys(("rceil", "rfloor"), ("close", "⌋")),
    **dict.fromkeys(("partial",), ("partial", "partial")),
    **dict.fromkeys(("nabla", "grad"), ("nabla", "")),
    "dagger": ("letter", "\\dagger"),
    "And": ("amp", "&"),
    **dict.fromkeys(("d", "dd", "diff"), ("upd", "d")),
    **dict.fromkeys(("Tr", "tr"), ("word", "tr")),
    "R": ("bb", "R"),
    "E": ("bb", "E"),
    "l": ("letter", "\\ell"),
    "arg": ("word", "arg"),
    "lparen": ("open", "("),
    "rparen": ("close", ")"),
}

RELATIONS: dict[str, str] = {
    "=": "=", "<": "<", ">": ">", ":=": ":=", "=:": "=:", "==": "=", "<=": "<=", ">=": ">=", "!=": "!=",
    "->": "->",
    "=>": "=>", "<-": "<-", "~": "sim",
    "ne": "!=", "neq": "!=", "lt": "<", "gt": ">", "le": "<=", "leq": "<=", "leqslant": "<=", "leqq": "<=",
    "ge": ">=",
    "geq": ">=", "geqslant": ">=", "geqq": ">=", "ll": "<<", "gg": ">>", "approx": "approx",
    "simeq": "approx",
    "cong": "approx", "approxeq": "approx", "doteq": "approx", "propto": "propto", "coloneqq": ":=",
    "coloneq": ":=",
    "triangleq": ":=", "eqdef": ":=", "defeq": ":=", "eqqcolon": "=:", "leftarrow": "<-", "gets": "<-",
    "longleftarrow": "<-", "rightarrow": "->", "to": "->", "longrightarrow": "->", "mapsto": "mapsto",
    "longmapsto": "mapsto", "in": "in", "notin": "notin", "ni": "ni", "subset": "subset",
    "subseteq": "subset",
    "sim": "sim", "equiv": "equiv", "implies": "=>", "Rightarrow": "=>", "Longrightarrow": "=>",
    "therefore": "=>",
    "Leftrightarrow": "<=>", "iff": "<=>", "Longleftrightarrow": "<=>", "perp": "perp", "forall": "forall",
    "exists": "exists", "land": "and", "wedge": "and", "lor": "or", "vee": "or", "Leftarrow": "<-",
    "because": "=>", "succeq": "succeq", "succ": "succ", "preceq": "preceq", "prec": "prec",
    "succcurlyeq": "succeq", "preccurlyeq": "preceq", "lesssim": "approx", "gtrsim": "approx", "asymp": "approx",
}  # fmt: skip

ACCENTS: dict[str, str] = {
    "hat": "hat", "widehat": "hat", "tilde": "tilde", "widetilde": "tilde", "bar": "bar", "overline": "bar",
    "vec": "vec",
    "overrightarrow": "vec", "dot": "dot", "ddot": "ddot", "check": "check", "breve": "breve",
    "underline": "underline",
    "underbar": "underline", "acute": "acute", "grave": "grave", "mathring": "ring",
}  # fmt: skip

STYLES: dict[str, str] = {
    "mathbf": "bold", "boldsymbol": "bold", "bm": "bold", "bf": "bold", "pmb": "bold", "bold": "bold",
    "mathbfit": "bold",
    "symbf": "bold", "symbfit": "bold", "bfseries": "bold", "mathcal": "cal", "cal": "cal", "mathscr": "cal",
    "scr": "cal",
    "mathbbm": "bb",
    "mathbb": "bb", "Bbb": "bb", "mathds": "bb", "bbold": "bb", "mathfrak": "frak", "frak": "frak",
    "mathsf": "sans",
    "sf": "sans", "mathit": "", "it": "", "mathnormal": "", "mathtt": "", "rm": "upright", "tt": "",
}  # fmt: skip

UPRIGHT = frozenset(("mathrm", "operatorname", "text", "textrm", "textit", "textbf", "mbox", "hbox",
"textnormal",
                     "textsf", "texttt", "textup", "DeclareMathOperator", "intertext", "shortintertext",
                     "emph"))  # fmt: skip

FUNCTION_WORDS = words(
    "log ln lg ld exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan arctanh max min "
    "softmax sigmoid relu "
    "softplus logit sign sgn erf tr diag vec det argmax argmin sup inf lim var cov rank dim ker gcd deg arg "
    "logsumexp lse elu gelu swish silu leakyrelu step heaviside onehot clip mean sqrt logsigmoid probit "
    "limsup liminf rot div grad prox proj digamma pr"
)
"""Words that are functions wherever they stand, in lower case."""

PLAIN_FUNCTIONS = (
    "logsumexp", "softmax", "softplus", "sigmoid", "argmax", "argmin", "tanh", "sinh", "cosh", "relu", "log",
    "exp",
    "max", "min", "sin", "cos", "sgn", "sign", "diag",
)  # fmt: skip
"""Functions that people type letter by letter, without a backslash, the longest first."""

NAME_WORDS = words(
    "MSE BCE NLL RSS SSE SSR TSS ESS RMSE MAE MAPE BPR NCE WCE KLD JSD WLS GLS "
    "ELBO MLE MAP NLLH loss cost Loss Cost Error error err net out "
    "target pred true new "
    "old bias train test val input hidden output total hinge reg data model batch ReLU OLS ridge lasso "
    "huber score nll mse sse rss "
    "Var Cov Ber Bern Cat"
)
"""Words that are one name when typed without a backslash."""

SHORT_NAMES = words("KL CE LL FL JS TV PL pl ll")
"""Capitals that are a name only where they stand alone or are called."""

CONNECTIVES = words(
    "if when for where with and or otherwise else such that s.t. so then thus given while because since "
    "unless i.e. hence "
    "subject to all each every any is are in case as by we have let only iff"
)

BIG: dict[str, str] = {
    "sum": "sum", "prod": "prod", "int": "int", "iint": "int", "oint": "int", "coprod": "prod", "max": "max",
    "min": "min",
    "argmax": "argmax", "argmin": "argmin", "sup": "sup", "inf": "inf", "lim": "lim",
}  # fmt: skip

ROW_ENVIRONMENTS = words(
    "align aligned alignat alignedat eqnarray equation gather gathered split multline flalign displaymath "
    "math dmath "
    "subequations IEEEeqnarray empheq alignc eqalign eqalignno displaylines"
)

MATRICES: dict[str, str] = {
    "pmatrix": "p", "bmatrix": "b", "vmatrix": "v", "Vmatrix": "V", "Bmatrix": "B", "matrix": "",
    "smallmatrix": "",
    "array": "", "psmallmatrix": "p", "bsmallmatrix": "b",
}  # fmt: skip

CASES = frozenset(("cases", "dcases", "rcases", "numcases"))

# Commands that print nothing, or only change how things look; the number is how many arguments go with them.
SILENT: dict[str, int] = {
    **dict.fromkeys(word_list(", : ; ! > / -"), 0),
    **dict.fromkeys(
        word_list("thinspace medspace thickspace negthinspace limits nolimits nonumber notag"), 0
    ),
    **dict.fromkeys(
        word_list("displaystyle textstyle scriptstyle scriptscriptstyle small Small large Large"), 0
    ),
    **dict.fromkeys(
        word_list("LARGE huge Huge tiny Tiny scriptsize footnotesize normalsize hline hfil hss"), 0
    ),
    **dict.fromkeys(
        word_list("allowbreak noindent strut mathstrut boxed fbox bbox cancel bcancel xcancel"), 0
    ),
    **dict.fromkeys(
        word_list("smash mathop mathrel mathbin mathord mathopen mathclose mathinner ensuremath"), 0
    ),
    **dict.fromkeys(
        word_list("rlap llap mathrlap mathclap mathllap sideset null relax protect centering"), 0
    ),
    **dict.fromkeys(word_list("begingroup endgroup qedhere qed goodbreak nobreak break vfill mathchoice"), 0),
    **dict.fromkeys(
        word_list("label tag color phantom hphantom vphantom hspace vspace class cssId style"), 1
    ),
    **dict.fromkeys(
        word_list("require ref eqref cite footnote mspace hskip kern mkern mskip colorlet textcolor"), 1
    ),
    **dict.fromkeys(word_list("bookmark raise lower rule href colorbox mathcolor"), 1),
}


SIZES = words("big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm Biggm")

UNICODE: dict[str, tuple[str, str]] = {
    "·": ("op", "cdot"), "⋅": ("op", "cdot"), "∙": ("op", "cdot"), "×": ("op", "times"), "⊙": ("op", "odot"),
    "∘": ("op", "circ"), "∗": ("op", "ast"), "⊗": ("op", "otimes"), "⊘": ("op", "oslash"), "÷": ("op", "/"),
    "∕": ("op", "/"), "⁄": ("op", "/"), "−": ("op", "-"), "–": ("op", "-"), "—": ("op", "-"), "‐": ("op",
    "-"),
    "‑": ("op", "-"), "﹣": ("op", "-"), "+": ("op", "+"), "*": ("op", "*"), "-": ("op", "-"), "/": ("op",
    "/"),
    "±": ("op", "pm"), "∓": ("op", "pm"),
    "…": ("dots", ""), "⋯": ("dots", ""), "⋮": ("dots", ""), "⋱": ("dots", ""), "∂": ("partial", "partial"),
    "𝜕": ("partial", "partial"), "∇": ("nabla", ""), "∑": ("big", "sum"), "∏": ("big", "prod"), "∫": ("big",
    "int"),
    "√": ("command", "sqrt"), "‖": ("bar", "‖"), "∥": ("bar", "‖"), "|": ("bar", "|"), "∣": ("mid", "|"),
    "⟨": ("open", "⟨"),
    "⟦": ("open", "["), "⟧": ("close", "]"),
    "⟩": ("close", "⟩"), "〈": ("open", "⟨"), "〉": ("close", "⟩"), "(": ("open", "("), ")": ("close", ")"),
    "[": ("open", "["), "]": ("close", "]"), "（": ("open", "("), "）": ("close", ")"), "′": ("prime", "'"),
    "″": ("prime", "''"), "'": ("prime", "'"), "’": ("prime", "'"), "ʹ": ("prime", "'"), "{": ("group", "{"),
    "}": ("endgroup", "}"), "^": ("^", "^"), "_": ("_", "_"), "&": ("amp", "&"), ",": ("comma", ","),
    "，": ("comma", ","),
    ";": ("semicolon", ";"), ":": ("colon", ":"), "!": ("bang", "!"), "⊤": ("letter", "\\top"), "≠": ("rel",
    "!="),
    "≤": ("rel", "<="), "≥": ("rel", ">="), "⩽": ("rel", "<="), "⩾": ("rel", ">="), "≈": ("rel", "approx"),
    "≃": ("rel", "approx"), "∝": ("rel", "propto"), "∈": ("rel", "in"), "∉": ("rel", "notin"), "≡": ("rel",
    "equiv"),
    "→": ("rel", "->"), "←": ("rel", "<-"), "⇒": ("rel", "=>"), "⟹": ("rel", "=>"), "⇔": ("rel", "<=>"),
    "↦": ("rel", "mapsto"),
    "≔": ("rel", ":="), "≜": ("rel", ":="), "∼": ("rel", "sim"), "⊂": ("rel", "subset"), "∀": ("rel",
    "forall"),
    "∧": ("rel", "and"), "∨": ("rel", "or"), "ℝ": ("bb", "R"), "ℕ": ("bb", "N"), "ℤ": ("bb", "Z"),
    "𝟙": ("bb", "1"),
    "𝟏": ("bf", "1"), "𝔼": ("bb", "E"), "ℙ": ("bb", "P"), "𝕀": ("bb", "I"), "ℒ": ("cal", "L"),
    "ℓ": ("letter", "\\ell"),
    "∞": ("letter", "\\infty"), "∅": ("letter", "\\emptyset"), "ϵ": ("letter", "\\epsilon"), "ε": ("letter",
    "\\varepsilon"),
    "ϕ": ("letter", "\\phi"), "φ": ("letter", "\\varphi"), "ϑ": ("letter", "\\vartheta"), "ϱ": ("letter",
    "\\varrho"),
    "µ": ("letter", "\\mu"), "∆": ("letter", "\\Delta"), "†": ("letter", "\\dagger"),
    "□": ("letter", "\\square"), "∎": ("letter", "\\square"), "■": ("letter", "\\square"),
}  # fmt: skip

_GREEK_LETTERS = word_list(
    "α alpha β beta γ gamma δ delta ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho "
    "σ sigma "
    "ς varsigma τ tau υ upsilon χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ "
    "Upsilon Φ Phi "
    "Ψ Psi Ω Omega"
)
UNICODE.update(
    (sign, ("letter", "\\" + name))
    for sign, name in zip(_GREEK_LETTERS[::2], _GREEK_LETTERS[1::2], strict=True)
)

RAISED: dict[str, str] = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁱⁿᵀᵗˡᵏʲᵐʸˣ⁼ᴸ*", "0123456789+-()inTtlkjmyx=L*", strict=True))
LOWERED: dict[str, str] = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ᵢⱼₖₗₘₙₓₜₚₛₕ", "0123456789+-=()ijklmnxtpsh", strict=True))
FRACTIONS: dict[str, tuple[str, str]] = {"½": ("1", "2"), "¼": ("1", "4"), "¾": ("3", "4"), "⅓": ("1", "3"),
                                         "⅔": ("2", "3"), "⅕": ("1", "5"), "⅛": ("1", "8")}  # fmt: skip
COMBINING: dict[str, str] = {"\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0305": "bar",
"\u20d7": "vec",
                             "\u0307": "dot", "\u0308": "ddot", "\u0332": "underline",
                             "\u030c": "check"}  # fmt: skip

# What may stand behind \left, \right and \big.
DELIMITERS: dict[str, str] = {
    "(": "(", ")": ")", "[": "[", "]": "]", "\\{": "{", "\\}": "}", "|": "|", "\\|": "‖", "\\vert": "|",
    "\\Vert": "‖",
    "\\lvert": "|", "\\rvert": "|", "\\lVert": "‖", "\\rVert": "‖", "\\langle": "⟨", "\\rangle": "⟩",
    "<": "⟨", ">": "⟩",
    ".": ".", "\\lbrace": "{", "\\rbrace": "}", "\\lbrack": "[", "\\rbrack": "]",
    "\\llbracket": "[", "\\rrbracket": "]", "⟦": "[", "⟧": "]", "\\lfloor": "⌊",
    "\\rfloor": "⌋",
    "\\lceil": "⌊", "\\rceil": "⌋", "{": "{", "}": "}", "∥": "‖", "‖": "‖", "⟨": "⟨", "⟩": "⟩", "/": "/",
    "\\mid": "|",
}  # fmt: skip

# Commands whose arguments the grammar reads.
STRUCTURES = word_list(
    "frac dfrac tfrac cfrac nicefrac sfrac sqrt binom dbinom tbinom choose over overset underset stackrel "
    "underbrace overbrace "
    "substack eqalign xrightarrow xleftarrow atop operatornamewithlimits overbracket underbracket sqrtsign "
    "atopwithdelims "
    "displaylines eqalignno matrix pmatrix cases arg xlongequal"
)
