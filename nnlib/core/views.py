"""Views: arrays cut out of one long vector, and arrays in tuples, that cost compiled code nothing.

Compiled code counts who holds an array, each time that a name comes to mean it. In a small network that costs more than
the arithmetic. Here are the two ways around it; both rely on the caller, who holds the arrays meanwhile.
"""

import functools

import numpy as np


def view(vector, start, *shape):
    """The array of this shape that lies in `vector` from `start` on: one number for a vector, two for a matrix.

    Compiled, it is a bare address and a shape: nothing is checked, and nobody counts who holds the vector.
    """
    return vector[start : start + np.prod(shape)].reshape(shape)


def borrowed(value):
    """The same array, or tuple with arrays in it; compiled, nobody counts who holds them."""
    return value


@functools.cache
def register_views():
    """Tell Numba what `view` and `borrowed` are in compiled code."""
    from numba.core import types as nb
    from numba.extending import intrinsic, overload

    @intrinsic
    def cut(context, vector, start, shape):
        array = nb.Array(vector.dtype, len(shape), "C")

        def build(context, builder, signature, arguments):
            return _build_view(context, builder, vector, array, arguments)

        return array(vector, nb.intp, nb.UniTuple(nb.intp, len(shape))), build

    @intrinsic
    def uncounted(context, value):
        def build(context, builder, signature, arguments):
            return _without_owner(context, builder, value, arguments[0])

        return value(value), build

    def compiled_view(vector, start, *shape):
        return lambda vector, start, *shape: cut(vector, start, shape)

    overload(view)(compiled_view)
    overload(borrowed)(lambda value: lambda value: uncounted(value))


def _build_view(context, builder, vector, array, arguments):
    """The instructions for an array at an address inside a vector."""
    from numba.core import types as nb

    source = context.make_array(vector)(context, builder, arguments[0])
    found = context.make_array(array)(context, builder)
    item = context.get_abi_sizeof(context.get_data_type(vector.dtype))
    strides = [context.get_constant(nb.intp, item)]
    sizes = [builder.extract_value(arguments[2], i) for i in range(array.ndim)]
    for size in sizes[:0:-1]:
        strides.insert(0, builder.mul(strides[0], size))
    context.populate_array(
        found,
        data=builder.gep(source.data, [arguments[1]]),
        shape=sizes,
        strides=strides,
        itemsize=context.get_constant(nb.intp, item),
        meminfo=None,
    )
    return found._getvalue()


def _without_owner(context, builder, kind, value):
    """The instructions for the same value in which no array has an owner to be counted."""
    from numba.core import cgutils
    from numba.core import types as nb

    if isinstance(kind, nb.Array):
        array = context.make_array(kind)(context, builder, value)
        array.meminfo = cgutils.get_null_value(array.meminfo.type)
        return array._getvalue()
    if isinstance(kind, nb.BaseTuple):
        items = [
            _without_owner(context, builder, each, builder.extract_value(value, i))
            for i, each in enumerate(kind)
        ]
        return context.make_tuple(builder, kind, items)
    return value
