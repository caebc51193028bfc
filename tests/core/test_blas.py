"""Compiled products are right, whether NumPy's own BLAS is found or not."""

from running import run_python

PRODUCTS = """
    import numba, numpy as np
    import threadpoolctl
    if HIDE:
        threadpoolctl.threadpool_info = lambda: []
    from nnlib.core import blas
    print(blas.use_numpys_blas())
    dot = numba.njit(lambda a, b: np.dot(a, b))
    rng = np.random.default_rng(0)
    for dtype in (np.float32, np.float64, np.complex128):
        for n, k, m in ((3, 4, 5), (1, 4, 5), (5, 1, 2), (4, 4, 4), (70, 300, 20)):
            a, b = rng.normal(size=(n, k)).astype(dtype), rng.normal(size=(k, m)).astype(dtype)
            for x in (a, np.asfortranarray(a)):
                for y in (b, np.asfortranarray(b)):
                    assert np.allclose(dot(x, y), a @ b, rtol=1e-4, atol=1e-4), (dtype, n, k, m)
    blas.register_products()
    add = numba.njit(lambda *all: blas.add_product(*all))
    for dtype in (np.float32, np.float64):
        for k, m, n in ((3, 4, 5), (1, 4, 5), (5, 1, 2), (4, 5, 1), (6, 1, 1), (4, 4, 4), (70, 300, 20)):
            a, b, c = (rng.normal(size=s).astype(dtype) for s in ((m, k), (k, n), (m, n)))
            gaps = [np.repeat(each, 2, axis=1)[:, ::2] for each in (a, b)]
            for beta in (1.0, 0.5, 0.0):
                wanted = beta * c.astype(float) - 0.1 * (a.astype(float) @ b)
                for x in (a, np.asfortranarray(a), gaps[0]):
                    for y in (b, np.asfortranarray(b), gaps[1]):
                        for way in (add, blas.add_product):
                            found = c.copy() if beta else np.full_like(c, np.nan)
                            way(dtype(-0.1), x, y, dtype(beta), found)
                            assert np.allclose(found, wanted, rtol=1e-4, atol=1e-4), (dtype, k, m, n, beta)
    try:
        add(1.0, a, b.astype(np.float32), 0.0, c)
        raise SystemExit("another dtype was taken")
    except numba.TypingError:
        pass
"""


def test_compiled_products_are_right_whether_numpys_blas_is_found_or_not():
    usual, _ = run_python(PRODUCTS.replace("HIDE", "False"), NUMBA_DISABLE_JIT="0")
    hidden, _ = run_python(PRODUCTS.replace("HIDE", "True"), NUMBA_DISABLE_JIT="0")
    assert usual.strip() in ("True", "False") and hidden.strip() == "False"


def test_a_second_process_compiles_nothing_more(tmp_path):
    code = """
        import numpy as np, nnlib
        print(nnlib.affine_forward(np.eye(30), np.eye(30), np.ones(30)).sum())
        nnlib.train(np.eye(4), [0, 1, 0, 1], [4, 3, 2], np.random.default_rng(0), epochs=1)
    """
    kept = []
    for _ in range(2):
        run_python(code, NUMBA_DISABLE_JIT="0", NUMBA_CACHE_DIR=str(tmp_path))
        kept.append({path.name for path in tmp_path.rglob("*.nbc")})
    assert any("_by_rows" in name for name in kept[0])
    assert kept[0] == kept[1]
