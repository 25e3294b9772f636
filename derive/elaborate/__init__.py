"""From what was written to what is claimed: names, shapes, values, roles and the judgement of one link."""
