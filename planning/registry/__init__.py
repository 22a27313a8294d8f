"""The registry: schools, pupils by count, villages, fiscal years, policies, committees; the other services keep a dated
copy of it.
"""
