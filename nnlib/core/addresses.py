"""Where a compiled function lies in memory, looked up once and not at each call that it is handed to."""

import functools

from nnlib.core.kernel import compiler


def remember(dispatcher):
    """Let a compiled function keep, for each signature, what Numba looks up whenever the function is an argument.

    Numba hashes the whole signature and asks its engine for two addresses, for every function of every call: on a
    small data set that takes longer than an epoch. Machine code does not move, so the first answer stands. This leans
    on how Numba names its parts; where it names them otherwise, everything works as before, only slower.
    """
    if compiler() is None or not hasattr(dispatcher, "get_compile_result"):
        return
    look_up, kept = dispatcher.get_compile_result, {}

    def get_compile_result(signature):
        # A slot's type holds its signature for good, so its identity is enough; kept with it, no other can have its id.
        known = kept.get(id(signature))
        if known is None:
            result = look_up(signature)
            library = result.library
            library.get_pointer_to_function = functools.cache(library.get_pointer_to_function)
            known = kept[id(signature)] = signature, result
        return known[1]

    if "get_compile_result" not in vars(dispatcher):
        dispatcher.get_compile_result = get_compile_result
