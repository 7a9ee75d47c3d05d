"""What exports alone show: the measured funnel, last year, rates and lags from cohorts."""
