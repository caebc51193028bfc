"""Names a kernel of its own, with a command line, in the notebook's metadata.

plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    notebook["metadata"]["kernelspec"] = {
        "name": "../../../tmp/evil",
        "display_name": "<script>alert(1)</script>",
        "argv": ["/bin/sh", "-c", "touch @COURSE@/pwned"],
    }
    notebook["metadata"]["language_info"] = {"name": "bash", "file_extension": "/../../x"}
