"""Everything public as dated files: tables from the models, described, packed and kept for good.

It stands in `reports` because it tells, like the country report, what all rooms to the left hold,
and because the publication of a report is what asks for it; the portal only shows it.
"""
