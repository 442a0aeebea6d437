"""Ways of damaging bytes, for strategies that begin with something valid."""

from __future__ import annotations

from hypothesis import strategies as st

# Where values end and lengths begin, and what readers treat apart.
TELLING = st.sampled_from(
    [0x00, 0x0A, 0x22, 0x5C, 0x7F, 0x80, 0x90, 0xC0, 0xC1, 0xC6, 0xCF, 0xDB, 0xDD, 0xDF, 0xED, 0xFF]
)
KINDS = ("flip", "put", "insert", "cut", "drop", "repeat", "end")
EDITS = st.tuples(
    st.sampled_from(KINDS),
    st.floats(0, 1, exclude_max=True),
    st.integers(0, 255) | TELLING,
    st.integers(1, 12),
)


def damaged(body: bytes, edits: list[tuple[str, float, int, int]]) -> bytes:
    """Apply edits, each a kind, a place as a share of the length, a byte, and a count."""
    for kind, share, value, count in edits:
        at = int(share * (len(body) + 1))
        before, after = body[:at], body[at:]
        match kind:
            case "flip" if after:
                body = before + bytes([after[0] ^ (1 << value % 8)]) + after[1:]
            case "put" if after:
                body = before + bytes([value]) + after[1:]
            case "insert":
                body = before + bytes([value]) * count + after
            case "cut":
                body = before
            case "drop":
                body = before + after[count:]
            case "repeat":
                body = before + after[: 4 * count] * 2 + after[4 * count :]
            case "end":
                body = body + bytes([value]) * count
    return body


def some_damage(bodies: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """Bodies, half of them as they are."""
    return bodies | st.builds(damaged, bodies, st.lists(EDITS, min_size=1, max_size=4))
