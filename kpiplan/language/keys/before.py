"""What reached the stages of a plan before it begins."""

from __future__ import annotations

from kpiplan.language.keys.names import stage_known
from kpiplan.language.values.ages import StagesBefore
from kpiplan.language.values.quantities import Count

BEFORE = StagesBefore(Count(), stage_known)
