"""Puts lists, numbers, nothing and very long words where metadata has words and dicts.

lost: all
flags: tests-missing:* no-solution-cell:*
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    strange = [
        None,
        7,
        [],
        [{}],
        "x" * 100_000,
        {"grade_id": 3},
        True,
        1e308,
        {"grade_id": ["sigmoid"]},
    ]
    for n, cell in enumerate(notebook["cells"]):
        cell["metadata"] = [{"nbgrader": strange[n % 9]}, strange[n % 9]][n % 2]
    notebook["metadata"] = []
    notebook["cells"] += strange + [{"cell_type": [], "source": {}, "metadata": {"nbgrader": {}}}]
