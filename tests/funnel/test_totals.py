"""Totals over segments whose funnels end, or have sources, elsewhere."""

from .worked import exactly, figures_from, months

MIXED = """
    goal: {average_deal: 10k}
    costs: {marketing: 1k, sales: 1k}
    funnel: [visits, {leads: 10%}, {customers: 10%}]
    segments:
      direct: {goal: {customers: 120}}
      resellers: {goal: {leads: 240}, funnel: [calls, {leads: 10%}]}
"""


def test_the_cost_of_a_customer_counts_each_segments_last_stage_alone() -> None:
    """10 customers of the one, 20 leads that the other ends with: not the 100 leads on the way to the 10."""
    results = figures_from(MIXED)
    assert months(results, "spend") == exactly([2000.0] * 12)
    assert months(results, "customer_acquisition_cost") == exactly([2000 / 30] * 12)


def test_a_stages_sources_stand_after_it_in_the_total_too() -> None:
    results = figures_from("""
        goal: {customers: 120}
        funnel: [visits, {customers: 10%}]
        segments:
          one: {share: 50%}
          two: {share: 50%, funnel: [{visits: {sources: {paid: 100%}}}, {customers: 10%}]}
    """)
    total = [figure.kpi for figure in results.figures if figure.segment is None]
    assert total == ["visits", "visits.paid", "customers"]
