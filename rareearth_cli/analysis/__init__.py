"""Questions to the table of estimates: what stands, what is held against what, how far apart, why."""
