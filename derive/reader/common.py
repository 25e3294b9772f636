"""Commands that people use without defining them where we can see: from packages and from the set-up of web pages."""

from __future__ import annotations

from derive.reader.notation import Macro

COMMON: dict[str, Macro] = {
    **dict.fromkeys(("norm", "Norm"), Macro(1, r"\left\|#1\right\|")),
    **dict.fromkeys(("abs", "card"), Macro(1, r"\left|#1\right|")),
    **dict.fromkeys(
        ("pdv", "pd", "pder", "pderiv", "partd", "pfrac"),
        Macro(
            2,
            r"\frac{\partial #1}{\partial #2}",
            alone=r"\frac{\partial}{\partial #1}",
            ordered=r"\frac{\partial^{#1} #2}{\partial #3^{#1}}",
        ),
    ),
    **dict.fromkeys(
        ("dv", "deriv", "odv", "der", "dfdx"),
        Macro(2, r"\frac{d #1}{d #2}", alone=r"\frac{d}{d #1}", ordered=r"\frac{d^{#1} #2}{d #3^{#1}}"),
    ),
    **dict.fromkeys(
        ("vb", "vect", "bs", "mat", "matr", "vct", "bvec", "mb", "mx", "vv"), Macro(1, r"\mathbf{#1}")
    ),
    **dict.fromkeys(
        ("inner", "ip", "innerp", "dotp", "inprod"), Macro(2, r"\left\langle #1, #2\right\rangle")
    ),
    **dict.fromkeys(("set", "Set", "braces"), Macro(1, r"\left\{#1\right\}")),
    **dict.fromkeys(("paren", "pqty", "qty", "parens", "br"), Macro(1, r"\left(#1\right)", alone="")),
    **dict.fromkeys(("bqty", "brackets", "sbr"), Macro(1, r"\left[#1\right]")),
    **dict.fromkeys(("T", "tran", "trans", "transp", "tp", "trp"), Macro(0, r"\top")),
    **dict.fromkeys(("Real", "Reals", "reals", "RR", "real"), Macro(0, r"\mathbb{R}")),
    **dict.fromkeys(("Ind", "indic", "ind", "one", "indicator"), Macro(0, r"\mathbb{1}")),
    **dict.fromkeys(("Lagr", "Lcal", "calL", "cL"), Macro(0, r"\mathcal{L}")),
    **dict.fromkeys(("expect", "EE", "Expect"), Macro(0, r"\mathbb{E}")),
    "half": Macro(0, r"\frac{1}{2}"),
    "eps": Macro(0, r"\varepsilon"),
    "given": Macro(0, r"\mid"),
    "ones": Macro(0, r"\mathbf{1}"),
    "zeros": Macro(0, r"\mathbf{0}"),
    "sigm": Macro(0, r"\operatorname{sigmoid}"),
    "sigmoid": Macro(0, r"\operatorname{sigmoid}"),
}
