"""Raises errors with texts, names and chains of many megabytes.

lost: softmax_backward
plain: yes
"""


# %% softmax_backward
def softmax_backward(dout, P):
    try:
        raise ValueError("x" * (50 << 20))
    except ValueError:
        raise type("E" * 1_000_000, (Exception,), {})("<script>alert(1)</script>" * 1_000_000)
