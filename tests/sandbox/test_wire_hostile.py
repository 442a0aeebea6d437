"""What the trusted side refuses to read, before it costs anything."""

import contextlib
import struct
import time
import tracemalloc

import msgpack
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sandbox.inside import wire


def pack(value):
    return msgpack.packb(value, use_bin_type=True)


def refuse_handles(name, kind):
    raise wire.WireError("no handles here")


BOMB = b"\xdd" + struct.pack(">I", 16 << 20) + b"\x90" * (16 << 20)


class TestFrames:
    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            (BOMB, "items"),
            (b"\x91" * 100_000 + b"\xc0", "deep"),
            (b"\x81\xa1a" * 100_000 + b"\xc0", "deep"),
            (b"\xdf\xff\xff\xff\xff", "past the end"),
            (b"\xdd\xff\xff\xff\xff" + b"\xc0" * 10, "past the end"),
            (b"\xdb\xff\xff\xff\xffabc", "past the end"),
            (b"\xc6\x00\x00\x00\x04abc", "past the end"),
            (b"\xc6\x00", "past the end"),
            (b"\xcb\x00", "past the end"),
            (b"\xd4\x01\x00", "extension"),
            (b"\xc7\x01\x01\x00", "extension"),
            (b"\xd6\xff\x00\x00\x00\x00", "extension"),  # msgpack's own time stamp
            (b"\xc1", "extension"),
            (b"", "ends within"),
            (b"\x92\xc0", "past the end"),
            (b"\xc0\xc0", "follow"),
            (pack({"a": 1}) + b"\x00", "follow"),
            (b"\x82\xa1a\x01\xa1a\x02", "each once"),
            (b"\x81\x01\x02", "not msgpack"),
            (b"\xa2\xff\xfe", "not msgpack"),
        ],
        ids=lambda value: value if isinstance(value, str) else None,
    )
    def test_is_refused(self, body, reason):
        with pytest.raises(wire.WireError, match=reason):
            wire.load(body)

    def test_a_bomb_of_empty_lists_costs_next_to_nothing(self):
        tracemalloc.start()
        started = time.process_time()
        with pytest.raises(wire.WireError):
            wire.load(BOMB)
        seconds, (_, peak) = time.process_time() - started, tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 1 << 20
        assert seconds < 5  # traced; a bomb that is read takes longer by far

    def test_the_limits_themselves_are_allowed(self):
        wire.load(pack([None] * (wire.MAX_ITEMS - 1)))
        with pytest.raises(wire.WireError):
            wire.load(pack([None] * wire.MAX_ITEMS))
        nested = None
        for _ in range(wire.MAX_DEPTH - 1):
            nested = [nested]
        wire.load(pack(nested))
        with pytest.raises(wire.WireError):
            wire.load(pack([nested]))

    @given(st.binary(max_size=200))
    def test_arbitrary_bytes_are_a_value_or_an_error(self, body):
        try:
            value = wire.load(body)
        except wire.WireError:
            return
        msgpack.unpackb(body, strict_map_key=True)  # what is let through is well formed
        with contextlib.suppress(wire.WireError):
            wire.unpack(value, refuse_handles)

    @settings(max_examples=40)
    @given(
        st.recursive(
            st.none() | st.integers(0, 300) | st.binary(max_size=3), lambda inner: st.lists(inner, max_size=20)
        )
    )
    def test_what_the_scan_lets_through_is_msgpack(self, value):
        body = pack(value)
        assert wire.load(body) == value
        for cut in range(len(body)):
            with pytest.raises(wire.WireError):
                wire.load(body[:cut])

    def test_a_message_that_would_be_refused_is_not_sent(self):
        for message in ([None] * wire.MAX_ITEMS, b"x" * (wire.MAX_FRAME_BYTES + 1), "\ud800", 1 << 70, object()):
            with pytest.raises(wire.WireError):
                wire.dump(message)


def tagged(tag, **fields):
    return {"~": tag, **fields}


class TestForgedValues:
    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"a": 1},
            tagged("nonsense"),
            tagged("__class__"),
            {"~": ["tuple"], "v": []},
            {"~": 5},
            tagged("int", v="ff" * 10_000),
            tagged("int", v="not hex"),
            tagged("int", v=7),
            tagged("complex", v=[1.0]),
            tagged("complex", v=["a", "b"]),
            tagged("tuple", v=5),
            tagged("tuple", v={"~": "tuple"}),
            tagged("dict", v=[[1]]),
            tagged("dict", v=[[1, 2, 3]]),
            tagged("dict", v=[[[1], 2]]),
            tagged("handle", id=5, type="x"),
            tagged("handle", id="x" * 1_000, type="x"),
            tagged("handle", id="x"),
        ],
        ids=str,
    )
    def test_a_tag_that_is_not_true_is_refused(self, data):
        with pytest.raises(wire.WireError):
            wire.unpack(data, lambda name, kind: "a handle")

    @pytest.mark.parametrize("tag", ["tensor", "array", "scalar"])
    @pytest.mark.parametrize(
        ("dtype", "shape", "raw"),
        [
            ("float64", [2], b"\0" * 8),
            ("float64", [2], b"\0" * 24),
            ("float64", [1 << 40, 1 << 40], b""),
            ("float64", [1 << 41, 0], b""),
            ("float64", [-1], b"\0" * 8),
            ("float64", [-1, 0], b""),
            ("float64", [-2, -1], b"\0" * 16),
            ("float64", [1.0], b"\0" * 8),
            ("float64", [True], b"\0" * 8),
            ("float64", [1] * 33, b"\0" * 8),
            ("float64", "1", b"\0" * 8),
            ("float64", [1], "\0" * 8),
            ("float64", [1], [0] * 8),
            ("object", [1], b"\0" * 8),
            ("U1", [2], b"\0" * 8),
            ("float128", [1], b"\0" * 16),
            ("load", [1], b"\0" * 8),
            (["float64"], [1], b"\0" * 8),
            (None, [1], b"\0" * 8),
        ],
    )
    def test_an_array_that_is_not_what_it_says_is_refused(self, tag, dtype, shape, raw):
        with pytest.raises(wire.WireError):
            wire.unpack(tagged(tag, d=dtype, s=shape, b=raw), refuse_handles)

    def test_an_empty_array_of_a_vast_shape_costs_nothing(self):
        for tag in ("tensor", "array"):
            try:
                value = wire.unpack(tagged(tag, d="float64", s=[0, 1 << 40, 1 << 40], b=b""), refuse_handles)
            except wire.WireError:
                continue
            assert 0 in value.shape

    @given(
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers(-5, 1 << 63)
            | st.floats()
            | st.text(max_size=5)
            | st.binary(max_size=16),
            lambda inner: (
                st.lists(inner, max_size=4)
                | st.dictionaries(st.sampled_from(["~", "v", "d", "s", "b", "id", "type"]), inner, max_size=5)
                | st.builds(
                    lambda tag, v, d, s, b: {"~": tag, "v": v, "d": d, "s": s, "b": b, "id": "a", "type": "b"},
                    st.sampled_from(["int", "complex", "tuple", "dict", "array", "scalar", "tensor", "handle"]),
                    inner,
                    st.sampled_from(sorted(wire.TENSOR_DTYPES)),
                    st.lists(st.integers(-1, 4), max_size=3),
                    st.binary(max_size=32),
                )
            ),
            max_leaves=8,
        )
    )
    def test_any_forgery_is_a_value_or_an_error(self, data):
        with contextlib.suppress(wire.WireError):
            wire.unpack(data, lambda name, kind: object())
