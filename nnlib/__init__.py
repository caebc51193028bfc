"""nnlib: neural networks as a handful of small functions, each with its derivative beside it.

Nothing is loaded before it is used: `import nnlib` is quick, and the compiler starts with the first call.
"""

import importlib

__version__ = "0.1.0"

_HOME = {
    "gradcheck": "central_difference numerical_gradient numerical_vjp check_points relative_error "
    "find_disagreement",
    "activations": "identity identity_backward step step_backward sigmoid sigmoid_backward tanh tanh_from_sigmoid "
    "tanh_backward relu relu_backward leaky_relu leaky_relu_backward selu selu_backward softplus "
    "softplus_backward softmax softmax_backward elu elu_backward elu_alpha "
    "elu_alpha_backward exponential exponential_backward softsign "
    "softsign_backward hard_sigmoid hard_sigmoid_backward gelu gelu_backward swish swish_backward",
    "perceptron": "weighted_sum heaviside sgn tlu_predict gate_weights perceptron_step perceptron_fit "
    "perceptron_layer_step two_faced unlucky_start xor_from_gates linearly_separable two_layer_tlu xor_network_params "
    "collapse_affine relu_xor_params fool_class_means",
    "layers": "affine_forward affine_backward affine_forward_columns flatten_images folded_network read_layer",
    "losses": "mse mse_grad mae mae_grad huber huber_grad cross_entropy categorical_cross_entropy "
    "categorical_cross_entropy_grad binary_cross_entropy binary_cross_entropy_grad bce_with_logits "
    "bce_with_logits_grad multilabel_bce multilabel_bce_grad softmax_cross_entropy softmax_cross_entropy_grad",
    "special_losses": "mape mape_grad msle msle_grad log_cosh log_cosh_grad poisson_loss poisson_loss_grad "
    "kl_divergence kl_divergence_grad cosine_loss cosine_loss_grad",
    "hinges": "hinge hinge_grad squared_hinge squared_hinge_grad categorical_hinge categorical_hinge_grad",
    "optimizers": "gd_step momentum_step nesterov_step rmsprop_step adagrad_step adadelta_step adam_step "
    "adamax_step amsgrad_step rmsprop_momentum_step "
    "nadam_step lr_schedule critical_learning_rate",
    "initializers": "he xavier init_weights steady_scale",
    "batching": "iterations_per_epoch shuffle_together minibatches per_example_gradients batch_for_noise "
    "accumulate_gradients epoch_mean_loss batch_sizes torn_batches",
    "metrics": "accuracy confusion_matrix predict_classes",
    "datasets": "load_digits split logic_gate blobs moons spiral animals load_mnist load_fashion_mnist",
    "preprocessing": "standardize_fit standardize split_indices augment_shift binarize one_hot",
    "regularization": "l2_penalty dropout_forward dropout_backward early_stopping overfit_report",
    "selection": "kfold_indices log_uniform random_search class_weights_balanced weighted_loss",
    "engine.network": "count_parameters initial_theta",
    "backprop": "mlp_forward layer_backward mlp_backward two_layer_grads bump_network gradient_check_network "
    "train_epoch",
    "graph": "unbroadcast gates_backward graph_values backprop_graph fool_the_transposes",
    "neuron": "linear_neuron_grads lucky_start one_step_rate logistic_loss_and_grads fit_logistic multi_neuron_grads "
    "choose_head",
    "models.train": "train warm",
    "models.layers": "Input InputLayer Flatten Dense Activation Dropout",
    "models.optimizers": "SGD Adam",
    "models.adaptive": "AdamW Nadam Adamax RMSprop Adadelta Adagrad",
    "models.schedules": "ExponentialDecay CosineDecay InverseTimeDecay PiecewiseConstantDecay PolynomialDecay",
    "models.callbacks": "Callback EarlyStopping History",
    "models.monitors": "LearningRateScheduler",
    "models.sequential": "Sequential load_model fit_history",
    "models.estimators": "MLPClassifier MLPRegressor",
    "models.digits": "digits_split train_digits",
}
_ROOMS = ("grading", "keras", "plots")  # whole rooms, each with names of its own
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names.split()}
__all__ = sorted(_MODULE_OF)


def __getattr__(name):
    if name in _ROOMS:
        return importlib.import_module(f"nnlib.{name}")
    if name not in _MODULE_OF:
        raise AttributeError(f"nnlib has no {name!r}")
    value = getattr(importlib.import_module(f"nnlib.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *_ROOMS, *_MODULE_OF})
