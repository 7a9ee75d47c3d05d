"""The scorecard: what chosen KPIs must be, what the plan gives, what they are."""
