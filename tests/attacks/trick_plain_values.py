"""Binds its names to strings, numbers, dicts, arrays and modules instead of functions.

lost: sigmoid_backward tanh_backward leaky_relu_backward relu_backward softmax_backward
plain: yes
"""

# %% sigmoid_backward
import numpy as np

sigmoid_backward = "<script>alert('attack')</script>" * 10_000
# %% tanh_backward
tanh_backward = {"points": 2.0, "passed": True}
# %% relu_backward
relu_backward = np.zeros((3, 4))
# %% leaky_relu_backward
leaky_relu_backward = np
# %% softmax_backward
softmax_backward = 5.0
