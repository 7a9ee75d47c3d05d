"""The records, a file a group: adding a KPI is adding one."""
