"""Makes merely looking at its function an endless loop.

lost: softmax_backward
flags: worker-killed
plain: yes
"""


# %% softmax_backward
class Function:
    def __getattr__(self, name):
        while True:
            pass

    def __call__(self, dout, P):
        return P


softmax_backward = Function()
