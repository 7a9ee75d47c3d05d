"""The arithmetic of targets: from the goal down to customers, up the funnel, money, whole numbers."""
