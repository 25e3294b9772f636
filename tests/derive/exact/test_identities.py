"""Identities and near-identities of this field, as tables: verdicts, and the conditions that are said."""

from __future__ import annotations

import pytest
from identities_of_derivatives import OF_DERIVATIVES
from identities_of_functions import OF_FUNCTIONS
from identities_of_labels import OF_LABELS

from derive.evidence import recheck
from derive.model import Right, Unknown, Wrong
from derive.prove import prove_equal

RIGHT = (*OF_FUNCTIONS, *OF_LABELS, *OF_DERIVATIVES)

WRONG = (  # left, right, domains, kind
    ("log(x-5)+y", "log(-x)*y**7", (), "undefined"),
    ("exp(log(x)+log(-x))", "-x**2", (), "undefined"),
    ("sqrt((y-1234)**2*x)+abs(x)", "sqrt((y-1234)**2*x)+x", (), "value"),
    ("sqrt(p*x)+abs(x)", "sqrt(p*x)+x", ("p in [0,1]",), "value"),
    ("sqrt((1234-p)*x)+abs(x)", "sqrt((1234-p)*x)+x", ("p in [0,1234]",), "value"),
    ("1/(1+where(x==1234,1,0))", "1", (), "value"),
    ("1/((3+sign(y))/2+sign(x+1234))", "(5-sign(y))/12", (), "value"),
    ("step((n-1234)**2)", "1", ("n integer",), "value"),
    ("atan(1/x)+atan(x)", "pi/2", (), "value"),
    ("sin(x)+sin(9*x+pi)", "sin(x)+sin(9*x)", (), "value"),
    ("(-1)**n", "1", ("n integer",), "value"),
    ("step(y)", "1", ("y in {0,1}",), "value"),
    ("sign(y)**2", "1", ("y in {0,1}",), "value"),
    ("log(p-1)", "log(1-p)", (), "undefined"),
    ("sqrt(x**2*y)", "x*sqrt(y)", (), "value"),
    ("where(x==3,1,0)", "0", (), "value"),
    ("y**2", "y", ("y in {-1,1}",), "value"),
    ("1/3", "0.333", (), "value"),
    ("log(-x)", "log(x)", (), "undefined"),
    ("sum(x[i]**2,i,1,N)", "sum(x[i],i,1,N)**2", (), "value"),
    ("sign(relu(x))**2", "1", (), "value"),
    ("where(x*y==0, 1, 0)", "where(x==0,1,0)", (), "value"),
    ("where(x*y==0, x*y, 5)", "5", (), "value"),
    ("p1*q1", "p1", ("(p1,p2) simplex", "q1>0"), "value"),
    ("(log(p+1/10000000))", "log(p)", (), "value"),
    ("abs(x)**3", "x**3", (), "value"),
    ("abs(x-y)+abs(y-z)", "abs(x-z)", (), "value"),
    ("y*log(y/p)+(1-y)*log((1-y)/(1-p))", "y*log(p)-(1-y)*log(1-p)", ("y in {0,1}", "p in (0,1)"), "value"),
    ("where(x>0 and log(x)<0,1,0)+abs(x)", "x+where(x>0 and log(x)<0,1,0)", (), "value"),
    ("relu(x)**n", "piecewise((x**n, x>0), 5)", ("n in [1,oo) whole",), "value"),
    ("relu(x)**w", "piecewise((x**w, x>0), 3)", ("w>0",), "value"),
    ("min(0,x)**w", "7", ("w>0",), "value"),
    ("step(n)", "1", ("n natural",), "value"),
    ("abs(n-1/2)", "n-1/2", ("n natural",), "value"),
    ("log(x)+log(y)", "log(-x)+log(-y)", (), "undefined"),
    ("where(x!=0,1,0)", "1", (), "value"),
    ("where(abs(x)<1,1,0)", "step(1-x)", (), "value"),
    ("max(x,-x)", "x", ("x in (-1,2)",), "value"),
    ("sqrt(x**2-2*x*y+y**2)", "x-y", (), "value"),
    ("softplus(x)-log(2)", "relu(x)", (), "value"),
    ("sigmoid(x)", "1/2+x/4", (), "value"),
    ("1-Phi(x)", "Phi(x)", (), "value"),
    ("erf(x)", "tanh(x)", (), "value"),
    ("sign(n-3)**2", "1", ("n natural",), "value"),
    ("(-x)**n", "x**n", ("n integer",), "value"),
    ("x**n", "abs(x)**n", ("n integer",), "value"),
    ("exp(1/x)*exp(1/y)", "exp((x+y)/(x*y)/2)", (), "value"),
    ("where(y>=0,1,0)", "y", ("y in {0,1}",), "value"),
    ("log(1+exp(-t*s))", "softplus(s)-t*s", ("t in {-1,1}",), "value"),
    ("a*x+b*y+c*z", "max(a*x,b*y,c*z)", ("(a,b,c) one-hot",), "value"),
    ("p", "1/3", ("(p,q,r) simplex",), "value"),
    ("step(x-2)", "1", ("x in [2,2]",), "value"),
    ("abs(x)", "x", ("x in [-1,0]",), "value"),
    ("log(x+1)", "x", ("x in [-1,0]",), "value"),
    ("log(x-5)", "log(5-x)", ("x in [4,6]",), "undefined"),
    ("exp(x)", "1+x+x**2/2", (), "value"),
    ("x/y", "0", ("x in {0}", "y in {0}"), "undefined"),
    (
        "diff(-sum(y[k]*(z[k]-log(exp(z[1])+exp(z[2])+exp(z[3]))),k,1,3),z[2])",
        "softmax(z[1],z[2],z[3])[2]-y[2]",
        (),
        "value",
    ),
    ("diff(-y*log(p)-(1-y)*log(1-p),p)", "-1/(1-y-p)", ("p in (0,1)", "y in {0,1}"), "value"),
    ("sign(w)*max(abs(w)-l,0)", "relu(w-l)-relu(-w-l)", (), "value"),
)

CANNOT_TELL = (  # known gaps, and questions without an answer
    ("sqrt((y-1234)**2*(x-5))", "log(-x)*0", ()),
    ("0**x", "0", ()),
    ("where(relu(x)==0,1,0)", "1-step(x)", ()),
    ("relu(x)**n", "piecewise((x**n, x>0), 0)", ("n in [1,oo) whole",)),
    ("relu(x)**w", "piecewise((x**w, x>0), 0)", ("w>0",)),
    ("min(0,x)**w", "0", ("w>0",)),
    ("step(n)", "step(n-1/2)", ("n natural",)),
    ("piecewise((log(-1), x<0), x)", "x", ()),
    ("piecewise((log(-1), x<0), x)", "abs(x)", ()),
    ("sqrt(x)*sqrt(-x)", "0", ()),
    ("sqrt(x*(-x))", "x", ()),
    ("1/(1-y)+1/y", "2", ("y in {0,1}",)),
    ("sqrt(x)", "0", ("x in [-1,0]",)),
)


@pytest.mark.parametrize(("left", "right", "domains", "conditions"), RIGHT)
def test_right(left: str, right: str, domains: tuple[str, ...], conditions: tuple[str, ...]) -> None:
    verdict = prove_equal(left, right, domains=domains)
    assert isinstance(verdict, Right)
    assert verdict.conditions == conditions
    assert recheck(verdict).holds


@pytest.mark.parametrize(("left", "right", "domains", "kind"), WRONG)
def test_wrong(left: str, right: str, domains: tuple[str, ...], kind: str) -> None:
    verdict = prove_equal(left, right, domains=domains)
    assert isinstance(verdict, Wrong)
    assert verdict.kind == kind
    assert recheck(verdict).holds


@pytest.mark.parametrize(("left", "right", "domains"), CANNOT_TELL)
def test_cannot_tell(left: str, right: str, domains: tuple[str, ...]) -> None:
    assert isinstance(prove_equal(left, right, domains=domains), Unknown)
