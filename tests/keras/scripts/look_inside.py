"""What a model says about itself: tables, pictures, settings, texts."""

import numpy as np

from nnlib import keras
from nnlib.keras.layers import Dense, Dropout
from nnlib.keras.models import Sequential, model_from_json
from nnlib.keras.utils import plot_model

print(keras.__version__)
assert int(keras.__version__.split(".")[0]) >= 2
model = Sequential(name="my_net")
model.add(Dense(2, input_dim=1, activation="relu", name="first"))
model.add(Dropout(0.1))
model.add(Dense(1, activation="sigmoid", name="last"))
model.summary(line_length=80)
model.summary(print_fn=lambda line: print(line), show_trainable=True)
plot_model(model, to_file="model_plot.png", show_shapes=True, show_layer_names=True)
for layer in model.layers:
    print(
        layer.name,
        layer.__class__.__name__,
        layer.get_config(),
        layer.count_params(),
        layer.input_shape,
        layer.output_shape,
    )
    if layer.get_weights():
        w, b = layer.get_weights()
        print(w.shape, b.shape)
print(
    model.input_shape,
    model.output_shape,
    len(model.trainable_weights),
    len(model.non_trainable_weights),
)
config = model.get_config()
new = Sequential.from_config(config)
with open("model.json", "w") as f:
    f.write(model.to_json())
with open("model.json") as f:
    again = model_from_json(f.read())
again.set_weights(model.get_weights())
x = np.arange(5.0).reshape(-1, 1)
np.testing.assert_allclose(again.predict(x), model.predict(x))
