"""How the KPIs that a plan chooses stand against what they must be."""
