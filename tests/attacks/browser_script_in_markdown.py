"""Writes scripts into Markdown cells, brings HTML outputs, widgets and attachments along.

plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    bad = "<script>alert('attack')</script><img src=x onerror=alert('attack')>"
    data = {"text/html": bad, "application/javascript": "alert('attack')", "image/svg+xml": bad}
    output = {"output_type": "display_data", "data": data, "metadata": {}}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = bad
            cell["attachments"] = {"x.svg": {"image/svg+xml": bad}}
        else:
            cell["outputs"] = [output]
    notebook["metadata"]["title"] = bad
    notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
