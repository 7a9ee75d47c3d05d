"""Tables that are asked where they lie: rules as one statement, its answer as figures by month."""
