"""A score between 0 and 10, from a DataFrame, with several metrics."""

import numpy as np
import pandas as pd

from nnlib.keras.layers import Dense, Dropout
from nnlib.keras.models import Sequential
from nnlib.keras.optimizers import RMSprop

rng = np.random.default_rng(0)
wines = pd.DataFrame(rng.normal(size=(120, 11)), columns=[f"c{i}" for i in range(11)])
quality = pd.Series(5 + wines["c0"] - wines["c4"], name="quality")
model = Sequential()
model.add(Dense(64, input_dim=11, activation="relu"))
model.add(Dropout(0.2))
model.add(Dense(1))
model.compile(optimizer=RMSprop(lr=0.01), loss="mse", metrics=["mae", "mse"])
model.fit(wines, quality, epochs=4, verbose=0)
mse_value, mae_value, mse_again = model.evaluate(wines, quality, verbose=0)
print(mse_value, mae_value)
