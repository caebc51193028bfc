"""What all figures share: style, pictures, live figures, numbers, predictions, and whose function is drawn.

Importing the folder loads nothing: `nnlib.plots.kit.owner` has to be cheap for those who draw nothing.
"""

# What the chapters use beside their figures, by the file that it stands in.
OFFERED = {
    "image": ("show",),
    "live_figures": ("Button", "Choice", "Slider", "Toggle", "live"),
    "pictures": ("Picture",),
    "prediction": ("look_back", "predict", "predictions"),
}
