"""Hands in something that is no JSON.

lost: all
flags: notebook-unreadable
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    return b"{ this is <script>alert('attack')</script> no notebook \x1b[2J \xff\xfe"
