"""What crosses by value, what stays, and that it arrives as it was."""

import collections
import enum
import fractions
import math
import typing

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.sandbox.inside import wire


class Kept(list):
    """Stands outside for an object that stayed inside."""


def cross(value):
    """Pack, send, receive and unpack a value; what stays comes back as ``Kept``."""
    kept = []

    def keep(thing):
        kept.append(thing)
        return str(len(kept) - 1)

    data = wire.load(wire.dump(wire.pack(value, keep)))
    return wire.unpack(data, lambda name, kind: Kept([kept[int(name)], kind]))


def same(left, right):
    """Equality that tells types, signs of zero, and takes NaN for itself."""
    if type(left) is not type(right):
        return False
    if isinstance(left, float):
        return (math.isnan(left) and math.isnan(right)) or (
            left == right and math.copysign(1, left) == math.copysign(1, right)
        )
    if isinstance(left, complex):
        return same(left.real, right.real) and same(left.imag, right.imag)
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return same(list(left.items()), list(right.items()))
    return left == right


def same_array(left, right):
    return left.dtype == right.dtype and left.shape == right.shape and left.tobytes() == right.tobytes()


keys = st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.binary(), st.tuples(st.integers(), st.text()))
plain = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(1 << 4_000), 1 << 4_000),
        st.floats(),
        st.complex_numbers(),
        st.text(),
        st.binary(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.tuples(inner, inner), st.tuples(), st.dictionaries(keys, inner, max_size=4)
    ),
    max_leaves=12,
)
arrays = st.sampled_from(sorted(wire.ARRAY_DTYPES)).flatmap(
    lambda name: hnp.arrays(np.dtype(name), hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)


class TestByValue:
    @given(plain)
    def test_plain_values_arrive_as_they_were(self, value):
        assert same(cross(value), value)

    @given(arrays)
    def test_arrays_arrive_bit_by_bit(self, array):
        found = cross(array)
        assert isinstance(found, np.ndarray)
        assert same_array(found, array)

    @given(arrays, st.data())
    def test_arrays_arrive_whatever_their_layout(self, array, data):
        view = array.T[tuple(slice(None, None, data.draw(st.sampled_from((1, -1, 2)))) for _ in array.shape)]
        assert same_array(cross(view), np.ascontiguousarray(view).reshape(view.shape))

    @pytest.mark.parametrize("name", sorted(wire.TENSOR_DTYPES))
    @pytest.mark.parametrize("shape", [(), (0,), (3, 0, 2), (2, 3, 4)], ids=str)
    def test_tensors_of_each_type(self, name, shape):
        raw = torch.arange(math.prod(shape), dtype=torch.float64).reshape(shape)
        tensor = raw.to(wire.TENSOR_DTYPES[name])
        found = cross(tensor)
        assert found.dtype is tensor.dtype
        assert found.shape == tensor.shape
        assert found.tolist() == tensor.tolist()

    @pytest.mark.parametrize("special", [math.nan, math.inf, -math.inf, -0.0])
    @pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.float16, torch.bfloat16], ids=str)
    def test_special_numbers_in_tensors(self, special, dtype):
        found = cross(torch.tensor([special, 1.0], dtype=dtype))
        assert same(found[0].item(), special)

    @pytest.mark.parametrize(
        "tensor",
        [
            torch.arange(6.0).reshape(2, 3).T,
            torch.arange(6.0)[::2],
            torch.ones(1, 3).expand(4, 3),
            torch.arange(4.0).flip(0),
            torch.tensor([1 + 2j, 3 - 4j]).conj(),
            torch.tensor([1 + 2j, 3 - 4j]).conj().imag,
            torch.ones(2, requires_grad=True) * 3,
        ],
        ids=["transposed", "strided", "expanded", "flipped", "conjugate", "negative view", "with a graph"],
    )
    def test_views_of_tensors(self, tensor):
        found = cross(tensor)
        assert not found.requires_grad
        assert found.tolist() == tensor.tolist()

    def test_what_arrives_can_be_written_to(self):
        array, tensor = cross([np.ones(2), torch.ones(2)])
        array += 1
        tensor += 1
        assert array.tolist() == tensor.tolist() == [2, 2]

    def test_big_endian_arrays(self):
        found = cross(np.arange(3, dtype=">i4"))
        assert found.dtype == np.int32
        assert found.tolist() == [0, 1, 2]


class Point(typing.NamedTuple):
    x: int
    y: float


class Colour(enum.IntEnum):
    RED = 3


class Rows(list):
    pass


class Noisy(torch.Tensor):
    pass


class TestWhatIsEvidentlyOneOfThem:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (Point(1, 2.5), (1, 2.5)),
            (torch.Size([2, 3]), (2, 3)),
            (Colour.RED, 3),
            (Rows([1, 2]), [1, 2]),
            (collections.OrderedDict(a=1), {"a": 1}),
            (collections.defaultdict(list, a=[1]), {"a": [1]}),
            (collections.Counter("aab"), {"a": 2, "b": 1}),
            (bytearray(b"ab"), b"ab"),
            (np.str_("text"), "text"),
        ],
        ids=lambda value: type(value).__name__,
    )
    def test_becomes_the_plain_type(self, value, expected):
        assert same(cross(value), expected)

    @pytest.mark.parametrize(
        "scalar",
        [
            np.float32(-0.0),
            np.float64(math.nan),
            np.int8(-3),
            np.bool_(True),
            np.complex64(1j),
            np.uint64((1 << 64) - 1),
        ],
    )
    def test_numpy_scalars_keep_their_type(self, scalar):
        found = cross(scalar)
        assert type(found) is type(scalar)
        assert found.tobytes() == scalar.tobytes()

    @pytest.mark.parametrize(
        "tensor", [torch.nn.Parameter(torch.ones(2)), torch.ones(2).as_subclass(Noisy)], ids=["Parameter", "subclass"]
    )
    def test_tensor_subclasses_become_tensors(self, tensor):
        found = cross(tensor)
        assert type(found) is torch.Tensor
        assert found.tolist() == [1, 1]

    def test_numpy_matrices_become_arrays(self):
        assert type(cross(np.ones((2, 2)).view(np.recarray))) is np.ndarray


class Fickle:
    @property
    def __class__(self):
        raise RuntimeError("you shall not look")


class Metaclass(type):
    __name__ = property(lambda cls: 1 / 0)


class Nameless(metaclass=Metaclass):
    pass


class TestHandles:
    @pytest.mark.parametrize(
        "value",
        [
            len, print, object(), {1, 2}, fractions.Fraction(1, 2), torch.nn.Linear(1, 1), np.array([object()]),
            np.array(["text"]), np.datetime64("2020-01-01"), torch.ones(2, 2).to_sparse(), torch.device("cpu"),
            torch.empty(2, device="meta"), "\ud800", 1 << 20_000, iter([]), range(3), memoryview(b"a"),
        ],
        ids=lambda value: type(value).__name__,
    )  # fmt: skip
    def test_everything_else_stays(self, value):
        found = cross(value)
        assert isinstance(found, Kept)
        assert found[0] is value
        assert found[1] == type.__dict__["__name__"].__get__(type(value))

    @pytest.mark.parametrize("kind", ["Fickle", "Nameless"])
    def test_so_does_what_raises_when_it_is_looked_at(self, kind):
        value = {"Fickle": Fickle, "Nameless": Nameless}[kind]()
        found = cross(value)
        assert found[0] is value
        assert found[1] == kind

    def test_inside_containers(self):
        found = cross({"a": [1, len], "b": (print,)})
        assert found["a"][0] == 1
        assert found["a"][1][0] is len
        assert found["b"][0][0] is print

    @pytest.mark.parametrize("key", [frozenset({1}), (1, frozenset()), Colour, len], ids=str)
    def test_a_dictionary_with_such_a_key_stays_as_a_whole(self, key):
        assert isinstance(cross({key: 1}), Kept)
        assert isinstance(cross([{key: 1}])[0], Kept)

    def test_what_is_nested_too_deep_stays(self):
        value = inner = []
        for _ in range(100):
            inner.append([])
            inner = inner[0]
        found, depth = cross(value), 0
        while not isinstance(found, Kept):
            found, depth = found[0], depth + 1
        assert depth == wire.MAX_DEPTH // 4 + 1

    def test_the_deepest_nesting_of_each_container_fits_into_a_frame(self):
        for wrap in (lambda v: [v], lambda v: (v,), lambda v: {"a": v}):
            value = 1
            for _ in range(100):
                value = wrap(value)
            cross(value)

    def test_a_list_that_holds_itself(self):
        value = [1]
        value.append(value)
        found = cross(value)
        assert found[0] == 1
        assert found[1][0] == 1

    def test_a_student_dictionary_is_never_taken_for_one_of_ours(self):
        value = {"~": "handle", "id": "0", "type": "x"}
        assert cross(value) == value

    def test_stays_makes_a_handle_of_anything(self):
        assert isinstance(cross(wire.Stays(1)), Kept)

    def test_who_has_no_place_is_told_what_for(self):
        def keep(thing):
            raise wire.CannotKeep(type(thing).__name__)

        with pytest.raises(wire.CannotKeep, match="module"):
            wire.pack([1, {"a": (math,)}], keep)
