"""Dies in every second call, to be started again and again.

lost: sigmoid_backward tanh_backward relu_backward leaky_relu_backward
flags: worker-died
plain: yes
"""

# %% sigmoid_backward
import os


def sigmoid_backward(dout, a):
    os._exit(1)


# %% tanh_backward
def tanh_backward(dout, a):
    os._exit(1)


# %% relu_backward
def relu_backward(dout, a):
    os._exit(1)


# %% leaky_relu_backward
def leaky_relu_backward(dout, a, alpha):
    os._exit(1)
