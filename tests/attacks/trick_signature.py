"""Gives its functions signatures, names and wrappers that never end or that lie.

lost: softmax_backward leaky_relu_backward
plain: yes
"""

# %% leaky_relu_backward
import inspect


def leaky_relu_backward(*args, **named):
    return args[0]


leaky_relu_backward.__wrapped__ = leaky_relu_backward
leaky_relu_backward.__signature__ = "no signature"
leaky_relu_backward.__name__ = "check"


# %% softmax_backward
class Function:
    __name__ = "<script>alert('attack')</script>"
    __signature__ = inspect.Signature()
    py_func = property(lambda self: self)
    __code__ = property(lambda self: 1 / 0)

    def __call__(self, *args):
        return args[-1]


softmax_backward = Function()
