"""All the attempts to make sense of a line before it is called wrong."""

from __future__ import annotations

from dataclasses import replace

from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.readings.absorbed import with_absorbed_factors
from derive.elaborate.readings.apart import with_slots_apart
from derive.elaborate.readings.barred import with_bars_as_means
from derive.elaborate.readings.changing_labels import with_labels_of_the_part
from derive.elaborate.readings.chosen_apart import with_the_chosen_apart
from derive.elaborate.readings.chosen_class import with_the_class_said_before
from derive.elaborate.readings.counted_ends import names_a_counted_end
from derive.elaborate.readings.earlier_words import unless_where_active
from derive.elaborate.readings.equal_sizes import refuted_at_equal_sizes
from derive.elaborate.readings.held import with_others_held
from derive.elaborate.readings.intercepts import mixes_the_intercept
from derive.elaborate.readings.linear_losses import for_any_loss
from derive.elaborate.readings.members import as_members
from derive.elaborate.readings.mirrored import with_mirrored_entries
from derive.elaborate.readings.of_all_data import of_all_data
from derive.elaborate.readings.one_example import of_one_example
from derive.elaborate.readings.one_sample import for_one_sample
from derive.elaborate.readings.one_step import with_earlier_steps_held
from derive.elaborate.readings.slopes_by_name import with_slopes_for_names
from derive.elaborate.readings.solved_variables import with_variables_free
from derive.elaborate.readings.started_anywhere import with_any_start
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.readings.told_cases import in_a_told_case, unless_a_case_is_told
from derive.elaborate.readings.told_functions import with_told_function
from derive.elaborate.readings.told_held import with_told_names_held
from derive.elaborate.readings.unvalued import with_unvalued_names_free
from derive.elaborate.readings.usual_meanings import with_unit_vectors, with_usual_functions
from derive.elaborate.readings.whole_means import unless_the_mean_is_inside
from derive.elaborate.readings.written_arguments import with_other_arguments_held
from derive.elaborate.symbols.roles import (
    Link,
    contains,
    has_dots,
    is_dotted_row,
)
from derive.model import Reason, Unknown
from derive.reader import syntax as s


def judged(story: Story, link: Link) -> Judgement:
    """The verdict on a line as it stands, then in every way in which a refuted or open one may be meant."""
    if link.formula.tree is None:
        return Judgement(Unknown(Reason.NOT_READ), link=link)
    sides = (link.left, link.right)
    if any(map(has_dots, sides)) and not all(map(is_dotted_row, sides)):
        return Judgement(Unknown(Reason.OUTSIDE_FRAGMENT, "dots"), link=link)
    if mixes_the_intercept(story, link):
        doubt = Unknown(Reason.READINGS_DISAGREE, "a sum from 1 over names of which one has number 0")
        return Judgement(doubt, link=link)
    if names_a_counted_end(story, link):
        return Judgement(
            Unknown(Reason.READINGS_DISAGREE, "from where the members of a sum are counted"), link=link
        )
    judgement = for_any_loss(story, link) or judge(link, context_of(story, story.typed, story.order, link))
    judgement = with_unvalued_names_free(story, link, judgement)
    judgement = with_slopes_for_names(story, link, judgement)
    judgement = with_any_start(story, link, judgement)
    judgement = with_variables_free(story, link, judgement)
    judgement = unless_the_mean_is_inside(story, link, judgement)
    judgement = with_others_held(story, link, with_usual_functions(story, link, judgement))
    judgement = with_told_names_held(story, link, with_absorbed_factors(story, link, judgement))
    judgement = with_other_arguments_held(story, link, judgement)
    judgement = with_unit_vectors(story, link, judgement)
    judgement = with_slots_apart(story, link, as_members(story, link, judgement))
    judgement = with_the_chosen_apart(story, link, judgement)
    judgement = with_the_class_said_before(story, link, judgement)
    judgement = with_mirrored_entries(story, link, judgement)
    judgement = in_a_told_case(story, link, judgement)
    judgement = for_one_sample(story, link, unless_where_active(story, link, judgement))
    judgement = with_bars_as_means(story, link, judgement)
    judgement = of_all_data(story, link, of_one_example(story, link, judgement))
    judgement = with_earlier_steps_held(story, link, judgement)
    judgement = refuted_at_equal_sizes(story, link, judgement)
    judgement = unless_a_case_is_told(story, link, with_told_function(story, link, judgement))
    judgement = with_labels_of_the_part(story, link, judgement)
    return _unless_empty(link, with_absorbed_factors(story, link, judgement))


def _unless_empty(link: Link, judgement: Judgement) -> Judgement:
    """Open where a part is empty: what was lost there may be anything."""
    whole = not (contains(link.left, s.Hole) or contains(link.right, s.Hole))
    if whole or isinstance(judgement.verdict, Unknown):
        return judgement
    return replace(judgement, verdict=Unknown(Reason.NOT_READ, "a part of it is empty"))
