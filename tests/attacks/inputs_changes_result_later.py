"""Returns an array that a thread changes while it is sent.

lost: softmax_backward
plain: yes
"""

# %% softmax_backward
import threading
import time

import numpy as np

result = [np.zeros((1, 1))]


def change():
    while True:
        result[0][...] = np.random.default_rng().normal(size=result[0].shape)
        time.sleep(0.0001)


thread = threading.Thread(target=change, daemon=True)
thread.start()


def softmax_backward(dout, P):
    result[0] = np.zeros(P.shape)
    return result[0]
