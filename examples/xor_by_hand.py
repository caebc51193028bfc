"""XOR by hand: two hidden units, the chain rule written out, and the network learns what one line never can."""

import numpy as np

import nnlib


def main(steps: int = 2000) -> float:
    """Train a 2-4-1 network on the four corners of the square and return its last loss."""
    rng = np.random.default_rng(3)
    X, y = nnlib.logic_gate("xor")
    targets = y[:, None].astype(float)
    W1, b1 = nnlib.init_weights(2, 4, "he", rng), np.zeros(4)
    W2, b2 = nnlib.init_weights(4, 1, "xavier", rng), np.zeros(1)
    loss = np.inf
    for _ in range(steps):
        H = nnlib.tanh(nnlib.affine_forward(X, W1, b1))
        z = nnlib.affine_forward(H, W2, b2)
        loss = nnlib.bce_with_logits(z, targets)

        dz = nnlib.bce_with_logits_grad(z, targets)
        dH, dW2, db2 = nnlib.affine_backward(dz, H, W2)
        _, dW1, db1 = nnlib.affine_backward(nnlib.tanh_backward(dH, H), X, W1)

        W1, b1 = nnlib.gd_step(W1, dW1, 0.5), nnlib.gd_step(b1, db1, 0.5)
        W2, b2 = nnlib.gd_step(W2, dW2, 0.5), nnlib.gd_step(b2, db2, 0.5)
    H = nnlib.tanh(nnlib.affine_forward(X, W1, b1))
    p = nnlib.sigmoid(nnlib.affine_forward(H, W2, b2))
    for x, share in zip(X, p.ravel()):
        print(f"{x[0]:.0f} xor {x[1]:.0f} = {share:.3f}")
    return loss


if __name__ == "__main__":
    print(f"loss {main():.4f}")
