"""Every mutation of every record really changes a value, in one of the records' own examples."""

from __future__ import annotations

from itertools import chain

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
CHANGING = [
    (record, k)
    for record in MUTATED
    for k, each in enumerate(record.mutations)
    if not isinstance(each, Assuming)
]


def idle_mutations() -> dict[str, list[int]]:
    """The places of the mutations that change no entry of the right result of any example, by record."""
    waiting = {id(record.mutations[place]): (record.id, place) for record, place in CHANGING}
    for step in chain.from_iterable(steps() for steps in (steps_of_models, steps_of_documents)):
        if not waiting:
            break
        for mutation in changing(step, {name for name, _ in waiting.values()}):
            waiting.pop(id(mutation), None)
    idle: dict[str, list[int]] = {}
    for name, place in waiting.values():
        idle.setdefault(name, []).append(place)
    return idle


def changing(step: WrongStep, names: set[str]) -> list[Mutation]:
    """The mutations of the records with these names that change an entry of a step."""
    records = [record for record in MUTATED if record.id in names]
    survey = surveyed(workbenches(step), records, Budget(PLENTY))
    assert survey is not None
    return [effect.plan.steps[0].mutation for effect in survey.effects()]


@pytest.mark.soak
def test_every_mutation_changes_a_value() -> None:
    assert idle_mutations() == {}


@pytest.mark.parametrize("record", MUTATED, ids=lambda record: record.id)
def test_an_assumption_makes_the_domain_smaller(record: Misconception) -> None:
    for mutation in record.mutations:
        if isinstance(mutation, Assuming):
            benches = workbenches(example_step(record.caught[0]))
            assumed = dict(mutation.domains(benches[-1].case, benches[-1].roles))
            assert assumed
            assert all(domains != benches[-1].case.domains for domains in assumed.values())
