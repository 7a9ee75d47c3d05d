"""`kpiplan init --from`: last year's exports as the start of next year's plan."""
