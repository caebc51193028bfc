"""A rare class: metric objects with names, class weights, and first biases."""

import numpy as np

from nnlib import keras

rng = np.random.default_rng(0)
X = rng.normal(size=(400, 5))
y = (X[:, 0] + 0.3 * rng.normal(size=400) > 1.5).astype(int)
METRICS = [
    keras.metrics.BinaryAccuracy(name="accuracy"),
    keras.metrics.Precision(name="precision"),
    keras.metrics.Recall(name="recall"),
    keras.metrics.AUC(name="auc"),
    keras.metrics.AUC(name="prc", curve="PR"),
]
pos, neg = y.sum(), len(y) - y.sum()
output_bias = keras.initializers.Constant(np.log(pos / neg))
model = keras.Sequential(
    [
        keras.layers.Dense(16, activation="relu", input_shape=(X.shape[-1],)),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(1, activation="sigmoid", bias_initializer=output_bias),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=1e-3),
    loss=keras.losses.BinaryCrossentropy(),
    metrics=METRICS,
)
early_stopping = keras.callbacks.EarlyStopping(
    monitor="val_prc", verbose=1, patience=10, mode="max", restore_best_weights=True
)
model.fit(
    X,
    y,
    batch_size=50,
    epochs=4,
    callbacks=[early_stopping],
    validation_data=(X, y),
    verbose=0,
    class_weight={0: 0.5, 1: 5.0},
)
for name, value in zip(model.metrics_names, model.evaluate(X, y, batch_size=50, verbose=0)):
    print(name, ": ", value)
