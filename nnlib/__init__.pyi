# Written by tests/stubs.py from the source: `make build` writes it anew.

from . import grading as grading, keras as keras, plots as plots
from .gradcheck import (
    central_difference as central_difference,
    check_points as check_points,
    find_disagreement as find_disagreement,
    numerical_gradient as numerical_gradient,
    numerical_vjp as numerical_vjp,
    relative_error as relative_error,
)
from .activations import (
    elu as elu,
    elu_alpha as elu_alpha,
    elu_alpha_backward as elu_alpha_backward,
    elu_backward as elu_backward,
    exponential as exponential,
    exponential_backward as exponential_backward,
    gelu as gelu,
    gelu_backward as gelu_backward,
    hard_sigmoid as hard_sigmoid,
    hard_sigmoid_backward as hard_sigmoid_backward,
    identity as identity,
    identity_backward as identity_backward,
    leaky_relu as leaky_relu,
    leaky_relu_backward as leaky_relu_backward,
    relu as relu,
    relu_backward as relu_backward,
    selu as selu,
    selu_backward as selu_backward,
    sigmoid as sigmoid,
    sigmoid_backward as sigmoid_backward,
    softmax as softmax,
    softmax_backward as softmax_backward,
    softplus as softplus,
    softplus_backward as softplus_backward,
    softsign as softsign,
    softsign_backward as softsign_backward,
    step as step,
    step_backward as step_backward,
    swish as swish,
    swish_backward as swish_backward,
    tanh as tanh,
    tanh_backward as tanh_backward,
    tanh_from_sigmoid as tanh_from_sigmoid,
)
from .perceptron import (
    collapse_affine as collapse_affine,
    fool_class_means as fool_class_means,
    gate_weights as gate_weights,
    heaviside as heaviside,
    linearly_separable as linearly_separable,
    perceptron_fit as perceptron_fit,
    perceptron_layer_step as perceptron_layer_step,
    perceptron_step as perceptron_step,
    relu_xor_params as relu_xor_params,
    sgn as sgn,
    tlu_predict as tlu_predict,
    two_faced as two_faced,
    two_layer_tlu as two_layer_tlu,
    unlucky_start as unlucky_start,
    weighted_sum as weighted_sum,
    xor_from_gates as xor_from_gates,
    xor_network_params as xor_network_params,
)
from .layers import (
    affine_backward as affine_backward,
    affine_forward as affine_forward,
    affine_forward_columns as affine_forward_columns,
    flatten_images as flatten_images,
    folded_network as folded_network,
    read_layer as read_layer,
)
from .losses import (
    bce_with_logits as bce_with_logits,
    bce_with_logits_grad as bce_with_logits_grad,
    binary_cross_entropy as binary_cross_entropy,
    binary_cross_entropy_grad as binary_cross_entropy_grad,
    categorical_cross_entropy as categorical_cross_entropy,
    categorical_cross_entropy_grad as categorical_cross_entropy_grad,
    cross_entropy as cross_entropy,
    huber as huber,
    huber_grad as huber_grad,
    mae as mae,
    mae_grad as mae_grad,
    mse as mse,
    mse_grad as mse_grad,
    multilabel_bce as multilabel_bce,
    multilabel_bce_grad as multilabel_bce_grad,
    softmax_cross_entropy as softmax_cross_entropy,
    softmax_cross_entropy_grad as softmax_cross_entropy_grad,
)
from .special_losses import (
    cosine_loss as cosine_loss,
    cosine_loss_grad as cosine_loss_grad,
    kl_divergence as kl_divergence,
    kl_divergence_grad as kl_divergence_grad,
    log_cosh as log_cosh,
    log_cosh_grad as log_cosh_grad,
    mape as mape,
    mape_grad as mape_grad,
    msle as msle,
    msle_grad as msle_grad,
    poisson_loss as poisson_loss,
    poisson_loss_grad as poisson_loss_grad,
)
from .hinges import (
    categorical_hinge as categorical_hinge,
    categorical_hinge_grad as categorical_hinge_grad,
    hinge as hinge,
    hinge_grad as hinge_grad,
    squared_hinge as squared_hinge,
    squared_hinge_grad as squared_hinge_grad,
)
from .optimizers import (
    adadelta_step as adadelta_step,
    adagrad_step as adagrad_step,
    adam_step as adam_step,
    adamax_step as adamax_step,
    amsgrad_step as amsgrad_step,
    critical_learning_rate as critical_learning_rate,
    gd_step as gd_step,
    lr_schedule as lr_schedule,
    momentum_step as momentum_step,
    nadam_step as nadam_step,
    nesterov_step as nesterov_step,
    rmsprop_momentum_step as rmsprop_momentum_step,
    rmsprop_step as rmsprop_step,
)
from .initializers import (
    he as he,
    init_weights as init_weights,
    steady_scale as steady_scale,
    xavier as xavier,
)
from .batching import (
    accumulate_gradients as accumulate_gradients,
    batch_for_noise as batch_for_noise,
    batch_sizes as batch_sizes,
    epoch_mean_loss as epoch_mean_loss,
    iterations_per_epoch as iterations_per_epoch,
    minibatches as minibatches,
    per_example_gradients as per_example_gradients,
    shuffle_together as shuffle_together,
    torn_batches as torn_batches,
)
from .metrics import (
    accuracy as accuracy,
    confusion_matrix as confusion_matrix,
    predict_classes as predict_classes,
)
from .datasets import (
    animals as animals,
    blobs as blobs,
    load_digits as load_digits,
    load_fashion_mnist as load_fashion_mnist,
    load_mnist as load_mnist,
    logic_gate as logic_gate,
    moons as moons,
    spiral as spiral,
    split as split,
)
from .preprocessing import (
    augment_shift as augment_shift,
    binarize as binarize,
    one_hot as one_hot,
    split_indices as split_indices,
    standardize as standardize,
    standardize_fit as standardize_fit,
)
from .regularization import (
    dropout_backward as dropout_backward,
    dropout_forward as dropout_forward,
    early_stopping as early_stopping,
    l2_penalty as l2_penalty,
    overfit_report as overfit_report,
)
from .selection import (
    class_weights_balanced as class_weights_balanced,
    kfold_indices as kfold_indices,
    log_uniform as log_uniform,
    random_search as random_search,
    weighted_loss as weighted_loss,
)
from .engine.network import (
    count_parameters as count_parameters,
    initial_theta as initial_theta,
)
from .backprop import (
    bump_network as bump_network,
    gradient_check_network as gradient_check_network,
    layer_backward as layer_backward,
    mlp_backward as mlp_backward,
    mlp_forward as mlp_forward,
    train_epoch as train_epoch,
    two_layer_grads as two_layer_grads,
)
from .graph import (
    backprop_graph as backprop_graph,
    fool_the_transposes as fool_the_transposes,
    gates_backward as gates_backward,
    graph_values as graph_values,
    unbroadcast as unbroadcast,
)
from .neuron import (
    choose_head as choose_head,
    fit_logistic as fit_logistic,
    linear_neuron_grads as linear_neuron_grads,
    logistic_loss_and_grads as logistic_loss_and_grads,
    lucky_start as lucky_start,
    multi_neuron_grads as multi_neuron_grads,
    one_step_rate as one_step_rate,
)
from .models.train import (
    train as train,
    warm as warm,
)
from .models.layers import (
    Activation as Activation,
    Dense as Dense,
    Dropout as Dropout,
    Flatten as Flatten,
    Input as Input,
    InputLayer as InputLayer,
)
from .models.optimizers import (
    Adam as Adam,
    SGD as SGD,
)
from .models.adaptive import (
    Adadelta as Adadelta,
    Adagrad as Adagrad,
    AdamW as AdamW,
    Adamax as Adamax,
    Nadam as Nadam,
    RMSprop as RMSprop,
)
from .models.schedules import (
    CosineDecay as CosineDecay,
    ExponentialDecay as ExponentialDecay,
    InverseTimeDecay as InverseTimeDecay,
    PiecewiseConstantDecay as PiecewiseConstantDecay,
    PolynomialDecay as PolynomialDecay,
)
from .models.callbacks import (
    Callback as Callback,
    EarlyStopping as EarlyStopping,
    History as History,
)
from .models.monitors import (
    LearningRateScheduler as LearningRateScheduler,
)
from .models.sequential import (
    Sequential as Sequential,
    fit_history as fit_history,
    load_model as load_model,
)
from .models.estimators import (
    MLPClassifier as MLPClassifier,
    MLPRegressor as MLPRegressor,
)
from .models.digits import (
    digits_split as digits_split,
    train_digits as train_digits,
)

__version__: str
__all__: list[str]
