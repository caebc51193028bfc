"""One case in twenty: balanced class weights from scikit-learn, counts of hits and misses, a threshold of one's own."""

import numpy as np
from sklearn.datasets import make_classification
from sklearn.metrics import confusion_matrix, f1_score
from sklearn.model_selection import train_test_split
from sklearn.utils.class_weight import compute_class_weight

from nnlib import keras

X, y = make_classification(
    n_samples=1200, n_features=12, weights=[0.95], class_sep=1.5, random_state=3
)
X_train, X_val, y_train, y_val = train_test_split(X, y, stratify=y, random_state=3)
weights = compute_class_weight("balanced", classes=np.unique(y_train), y=y_train)
class_weights = dict(enumerate(weights))
print("Weight for class 1:", class_weights[1])

METRICS = [
    keras.metrics.BinaryCrossentropy(name="cross entropy"),
    keras.metrics.TruePositives(name="tp"),
    keras.metrics.FalsePositives(name="fp"),
    keras.metrics.TrueNegatives(name="tn"),
    keras.metrics.FalseNegatives(name="fn"),
    keras.metrics.BinaryAccuracy(name="accuracy"),
    keras.metrics.Precision(name="precision"),
    keras.metrics.Recall(name="recall"),
    keras.metrics.AUC(name="prc", curve="PR"),
]


def make_model(metrics=METRICS, output_bias=None):
    if output_bias is not None:
        output_bias = keras.initializers.Constant(output_bias)
    model = keras.Sequential(
        [
            keras.layers.Dense(16, activation="relu", input_shape=(X_train.shape[-1],)),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid", bias_initializer=output_bias or "zeros"),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=1e-2),
        loss=keras.losses.BinaryCrossentropy(),
        metrics=metrics,
    )
    return model


neg, pos = np.bincount(y_train)
model = make_model(output_bias=np.log([pos / neg]))
model.fit(
    X_train,
    y_train,
    batch_size=128,
    epochs=20,
    validation_data=(X_val, y_val),
    class_weight=class_weights,
    verbose=0,
)
results = model.evaluate(X_val, y_val, batch_size=128, verbose=0, return_dict=True)
for name, value in results.items():
    print(name, ":", value)
flagged = model.predict(X_val)[:, 0] > 0.5
tn, fp, fn, tp = confusion_matrix(y_val, flagged).ravel()
assert [results[key] for key in ("tn", "fp", "fn", "tp")] == [tn, fp, fn, tp]
assert f1_score(y_val, flagged) > 0.4 and results["recall"] > 0.6
