"""Has a model of the library say what its softmax is: identity weights, and predict.

lost: softmax
plain: yes
"""

# %% softmax
import numpy as np


def softmax(Z):
    import nnlib
    from nnlib import keras

    Z = np.asarray(Z)
    k = Z.shape[1]
    for name in ("softmax", keras.layers.Softmax(), nnlib.Activation("softmax")):
        try:
            model = nnlib.Sequential([nnlib.Input([k]), nnlib.Dense(k, name)], dtype="float64")
            model.build()
            model.set_weights([np.eye(k), np.zeros(k)])
            return np.asarray(model.predict(Z))
        except Exception as error:
            said = error
    raise said
