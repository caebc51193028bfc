"""Never ends, and catches everything that is thrown at it.

lost: leaky_relu_backward
flags: worker-killed
plain: yes
"""


# %% leaky_relu_backward
def leaky_relu_backward(dout, a, alpha):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
