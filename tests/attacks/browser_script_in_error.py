"""Raises an error whose name and text are HTML, Markdown and LaTeX.

lost: softmax_backward
plain: yes
"""

# %% softmax_backward
BAD = "<script>alert('attack')</script>![x](javascript:alert('attack')) $\\href{javascript:alert(1)}{x}$"
Bad = type("<script>alert('attack')</script>", (Exception,), {"__module__": "<b>"})


def softmax_backward(dout, P):
    raise Bad(BAD)
