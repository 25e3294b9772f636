"""Every mutation of every record really changes a value, in one of the records' own examples."""

from __future__ import annotations

from functools import cache

import pytest

from derive.diagnose import workbenches
from derive.exact.budget import Budget
from derive.misconceptions import MISCONCEPTIONS
from derive.misconceptions.base import Assuming, Misconception, Mutation
from derive.misconceptions.scouting import surveyed
from derive.misconceptions.step import WrongStep
from derive.misconceptions.worked import example_step
from tests.derive.misconceptions.steps import steps_of_documents, steps_of_models

PLENTY = 10**9
MUTATED = [record for record in MISCONCEPTIONS if record.mutations]


@cache
def at_work() -> frozenset[int]:
    """The mutations that certainly change an entry of the right result of some example."""
    steps = [*steps_of_models(), *steps_of_documents()]
    return frozenset(id(mutation) for step in steps for mutation in changing(step))


def changing(step: WrongStep) -> list[Mutation]:
    survey = surveyed(workbenches(step), MISCONCEPTIONS, Budget(PLENTY))
    assert survey is not None
    return [effect.plan.steps[0].mutation for effect in survey.effects()]


@pytest.mark.parametrize("record", MUTATED, ids=lambda record: record.id)
def test_every_mutation_changes_a_value(record: Misconception) -> None:
    idle = [k for k, each in enumerate(record.mutations) if id(each) not in at_work()]
    assert [k for k in idle if not isinstance(record.mutations[k], Assuming)] == []


@pytest.mark.parametrize("record", MUTATED, ids=lambda record: record.id)
def test_an_assumption_makes_the_domain_smaller(record: Misconception) -> None:
    for mutation in record.mutations:
        if isinstance(mutation, Assuming):
            benches = workbenches(example_step(record.caught[0]))
            assumed = dict(mutation.domains(benches[-1].case, benches[-1].roles))
            assert assumed
            assert all(domains != benches[-1].case.domains for domains in assumed.values())
