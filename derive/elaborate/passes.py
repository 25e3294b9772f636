"""What authors write for short, spelled out before anything is judged, in the order in which it is done."""

from __future__ import annotations

from derive.elaborate.evaluation.chain_rule_sums import with_explicit_slopes
from derive.elaborate.evaluation.directional import with_directional_derivatives
from derive.elaborate.evaluation.held_labels import with_held_labels
from derive.elaborate.evaluation.time_slopes import with_time_slopes
from derive.elaborate.laws.averages import with_told_averages
from derive.elaborate.laws.densities import with_densities
from derive.elaborate.laws.discrete import with_discrete_variables
from derive.elaborate.laws.divergences import with_divergences
from derive.elaborate.laws.events import with_events
from derive.elaborate.laws.expectations import with_expectations
from derive.elaborate.laws.likelihoods import with_named_likelihoods
from derive.elaborate.laws.means import with_mean_ranges
from derive.elaborate.laws.redefined_laws import with_counted_laws
from derive.elaborate.laws.weighted import with_weighted_expectations
from derive.elaborate.notations.adjoint_bars import with_adjoint_bars
from derive.elaborate.notations.adjoints import with_adjoints
from derive.elaborate.notations.applied_slopes import with_functions_applied
from derive.elaborate.notations.bare_functions import with_bare_functions
from derive.elaborate.notations.bare_sums import with_letters_below
from derive.elaborate.notations.block_products import with_block_products
from derive.elaborate.notations.bold_lengths import with_lengths_of_bold_names
from derive.elaborate.notations.built_sets import with_built_sets
from derive.elaborate.notations.counted_from_zero import with_entries_from_one
from derive.elaborate.notations.counted_sets import with_counted_sets
from derive.elaborate.notations.d_operators import with_d_operators
from derive.elaborate.notations.data_arguments import without_listed_data
from derive.elaborate.notations.derivative_signs import with_declared_signs
from derive.elaborate.notations.diagonals_alone import with_diagonals_alone
from derive.elaborate.notations.dropped_arguments import with_dropped_arguments
from derive.elaborate.notations.frobenius import with_plain_inner_products
from derive.elaborate.notations.function_ratios import with_functions_at_a_variable
from derive.elaborate.notations.labelled_softmax import with_plain_softmax
from derive.elaborate.notations.layer_tops import without_loose_tops
from derive.elaborate.notations.log_bases import with_natural_logs
from derive.elaborate.notations.named_braces import with_named_braces
from derive.elaborate.notations.named_differences import with_named_differences
from derive.elaborate.notations.named_operators import with_named_operators
from derive.elaborate.notations.names_at_once import with_names_at_once
from derive.elaborate.notations.neighbour_sums import with_neighbour_sums
from derive.elaborate.notations.parameters_below import with_models_by_example
from derive.elaborate.notations.partner_sums import with_partner_sums
from derive.elaborate.notations.primed import with_primed_indices
from derive.elaborate.notations.quotient_functions import with_quotient_functions
from derive.elaborate.notations.second_differentials import with_second_differentials
from derive.elaborate.notations.short_slopes import with_short_slopes
from derive.elaborate.notations.signs_alone import with_signs_alone
from derive.elaborate.notations.sized_identities import with_sized_identities
from derive.elaborate.notations.slopes_at import with_slopes_at_places
from derive.elaborate.notations.sought_variables import with_sought_variables
from derive.elaborate.notations.subscript_derivatives import with_subscript_derivatives
from derive.elaborate.notations.values_by_name import with_values_by_name
from derive.elaborate.notations.vectors_named_pi import with_vectors_named_pi
from derive.elaborate.prose.told_pieces import with_told_pieces
from derive.elaborate.same_letters.arities import with_names_by_arity
from derive.elaborate.same_letters.batch_endings import with_batches_apart
from derive.elaborate.same_letters.exponentials_apart import with_exponentials_apart
from derive.elaborate.same_letters.families_apart import with_families_apart
from derive.elaborate.same_letters.families_at_data import with_families_at_data
from derive.elaborate.same_letters.feature_letters import with_features_apart
from derive.elaborate.same_letters.fixed_triples import with_fixed_triples
from derive.elaborate.same_letters.functions_apart import with_functions_apart
from derive.elaborate.same_letters.hidden_arguments import with_hidden_arguments
from derive.elaborate.same_letters.labelled_families import with_labelled_families
from derive.elaborate.same_letters.layer_letters import with_layers_by_letter
from derive.elaborate.same_letters.layer_numbers import with_layer_numbers
from derive.elaborate.same_letters.losses_by_entry import with_losses_by_entry
from derive.elaborate.same_letters.model_statements import with_models_apart
from derive.elaborate.same_letters.named_above import with_names_above
from derive.elaborate.same_letters.number_d import with_d_as_a_function, with_d_as_a_number
from derive.elaborate.same_letters.numbered_updates import with_numbered_updates
from derive.elaborate.same_letters.numbered_weights import with_numbered_weights
from derive.elaborate.same_letters.one_hot_classes import with_one_hot_classes
from derive.elaborate.same_letters.open_letters import with_open_letters
from derive.elaborate.same_letters.own_letters import with_own_letters
from derive.elaborate.same_letters.points_and_data import with_points_apart
from derive.elaborate.same_letters.primed_names import with_primed_names
from derive.elaborate.same_letters.raised_labels import with_raised_labels
from derive.elaborate.same_letters.sections_apart import with_sections_apart
from derive.elaborate.same_letters.sets_of_one import with_sets_of_one
from derive.elaborate.same_letters.several_letters import with_names_of_several_letters
from derive.elaborate.same_letters.untold_totals import with_untold_totals
from derive.elaborate.same_letters.unwritten_losses import with_losses_of_one_argument
from derive.elaborate.told.listed_from_zero import with_sums_from_zero
from derive.elaborate.told.spoken_ranges import with_spoken_ranges
from derive.elaborate.told.told_activations import with_told_activations
from derive.elaborate.told.told_additions import with_told_additions
from derive.elaborate.told.told_hats import with_told_hats
from derive.elaborate.told.told_means import with_told_means
from derive.elaborate.told.told_names import with_told_names
from derive.elaborate.told.told_normals import with_told_normals
from derive.elaborate.told.told_ones import with_told_ones
from derive.elaborate.told.told_probabilities import with_told_probabilities
from derive.elaborate.told.told_summands import with_told_summands
from derive.elaborate.told.told_terms import with_told_terms
from derive.elaborate.told.worded.definitions import with_worded_definitions

SPELLED_OUT = (
    with_vectors_named_pi,
    with_sought_variables,
    with_block_products,
    with_d_as_a_function,
    with_second_differentials,
    with_named_braces,
    with_plain_softmax,
    with_exponentials_apart,
    with_diagonals_alone,
    with_natural_logs,
    with_held_labels,
    with_explicit_slopes,
    with_plain_inner_products,
    with_lengths_of_bold_names,
    with_bare_functions,
    with_dropped_arguments,
    with_values_by_name,
    with_names_of_several_letters,
    with_quotient_functions,
    with_told_ones,
    with_worded_definitions,
    with_told_activations,
    with_told_probabilities,
    with_told_normals,
    with_models_apart,
    with_divergences,
    with_letters_below,
    with_sums_from_zero,
    with_partner_sums,
    with_told_averages,
    with_discrete_variables,
    with_weighted_expectations,
    with_told_hats,
    with_told_means,
    with_raised_labels,
    with_names_at_once,
    with_told_names,
    with_told_summands,
    with_told_terms,
    with_told_additions,
    with_told_pieces,
    with_models_by_example,
    with_functions_at_a_variable,
    with_signs_alone,
    with_sized_identities,
    with_adjoints,
    with_declared_signs,
    with_subscript_derivatives,
    with_named_operators,
    with_labelled_families,
    with_built_sets,
    with_sets_of_one,
    with_counted_sets,
    with_primed_indices,
    with_primed_names,
    with_names_above,
    with_adjoint_bars,
    with_time_slopes,
    with_families_at_data,
    with_hidden_arguments,
    with_points_apart,
    with_functions_apart,
    with_sections_apart,
    with_batches_apart,
    with_numbered_updates,
    with_numbered_weights,
    with_families_apart,
    with_losses_by_entry,
    with_named_differences,
    with_fixed_triples,
    with_neighbour_sums,
    with_entries_from_one,
    with_features_apart,
    with_short_slopes,
    with_losses_of_one_argument,
    with_functions_applied,
    with_slopes_at_places,
    with_directional_derivatives,
    with_d_operators,
    with_d_as_a_number,
    with_events,
    with_counted_laws,
    with_expectations,
    with_open_letters,
    with_own_letters,
    with_one_hot_classes,
    with_densities,
    with_named_likelihoods,
    with_untold_totals,
    with_mean_ranges,
    with_spoken_ranges,
    with_names_by_arity,
    with_layers_by_letter,
    with_layer_numbers,
    without_loose_tops,
    without_listed_data,
)
"""Each takes a document and gives one; later ones meet what earlier ones wrote."""
