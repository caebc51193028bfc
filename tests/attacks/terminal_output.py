"""Prints and raises escape sequences, carriage returns, and marks that turn the direction of writing.

lost: softmax_backward
plain: yes
"""

# %% softmax_backward
BAD = "\x1b[2J\x1b]0;attack\x07\x1b[31m\r\u202e\u2066\x9b31m\x08\x08" + "\x1b]8;;http://x\x1b\\"
print(BAD)


def softmax_backward(dout, P):
    print(BAD)
    raise ValueError(BAD)
