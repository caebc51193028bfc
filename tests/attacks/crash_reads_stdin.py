"""Waits for input, and calls the debugger.

lost: leaky_relu_backward softmax_backward
plain: yes
"""


# %% leaky_relu_backward
def leaky_relu_backward(dout, a, alpha):
    return float(input("your password, please: "))


# %% softmax_backward
def softmax_backward(dout, P):
    breakpoint()
    return P
