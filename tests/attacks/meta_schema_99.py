"""Claims a metadata schema and a notebook format of the future.

plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    notebook["nbformat"], notebook["nbformat_minor"] = 99, -1
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["schema_version"] = 99
