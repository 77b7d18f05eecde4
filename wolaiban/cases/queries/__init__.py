"""Questions asked of cases. Nothing here writes."""
