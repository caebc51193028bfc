"""A cell that sleeps for ever, and one that was right before it.

lost: softmax_backward
flags: worker-killed
plain: yes
"""

# %% softmax_backward
import time

time.sleep(10**6)
