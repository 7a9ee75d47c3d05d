"""The chance of the goal: exact, without sampling (docs/chance.md has the model and the formulas)."""
