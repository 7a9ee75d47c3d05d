"""The scorecard: what each chosen KPI must be, what the plan itself gives, what it really is."""
