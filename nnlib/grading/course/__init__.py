"""A class at work: collect, grade, record, report, export; and nbgrader's own commands on the same road."""
