"""Answers with a million nested and empty values, dicts that collide, and a list that holds itself.

lost: sigmoid_backward relu_backward leaky_relu_backward softmax_backward
plain: yes
flags: ?protocol-violation ?worker-*
"""


# %% sigmoid_backward
def sigmoid_backward(dout, a):
    loop = []
    loop.append(loop)
    return loop


# %% relu_backward
def relu_backward(dout, a):
    return [[]] * 60_000


# %% leaky_relu_backward
def leaky_relu_backward(dout, a, alpha):
    return {n * (2**61 - 1): n for n in range(10_000)}


# %% softmax_backward
def softmax_backward(dout, P):
    deep = 0.0
    for _ in range(100_000):
        deep = (deep,)
    return deep
