"""Awaits in its cell, as a notebook allows, and is right: that costs nothing.

plain: yes
"""

# %% relu_backward
import asyncio

import numpy as np


async def later(value):
    await asyncio.sleep(0.01)
    return value


ZERO = await later(0.0)  # noqa: F704, PLE1142


def relu_backward(dout, a):
    return np.where(a > ZERO, dout, 0.0)
