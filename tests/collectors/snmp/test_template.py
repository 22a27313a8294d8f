"""A template reads exactly what the strict codec reads, or nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from collectors.errors import GarbledError
from collectors.snmp.session import Oid, SnmpValue, Tag, VarBind
from collectors.snmp.template import Span, Template, spans_of, template_of
from collectors.snmp.wire import Message, Pdu, decode, encode, encode_integer, encode_varbinds, header, question

NUMBERS = {
    Tag.INTEGER: st.integers(-(2**31), 2**31 - 1),
    Tag.COUNTER32: st.integers(0, 2**32 - 1),
    Tag.GAUGE32: st.integers(0, 2**32 - 1),
    Tag.TIMETICKS: st.integers(0, 2**32 - 1),
    Tag.COUNTER64: st.integers(0, 2**64 - 1),
}
NUMBER = st.sampled_from(sorted(NUMBERS)).flatmap(lambda tag: st.tuples(st.just(tag), NUMBERS[Tag(tag)]))
ROWS = st.lists(NUMBER, min_size=1, max_size=30).map(
    lambda cells: [VarBind((1, 3, 6, 1, 2, place), tag, value) for place, (tag, value) in enumerate(cells, 100)]
)


def answer(rows: list[VarBind]) -> bytes:
    """A response with zeros for its four-octet request id, as the poller leaves it."""
    message = Message(1, b"public", Pdu.RESPONSE, 0x40000000, 0, 0, rows)
    return encode(message).replace(b"\x02\x04\x40\x00\x00\x00", b"\x02\x04\x00\x00\x00\x00", 1)


def tail(oids: list[Oid]) -> bytes:
    return encode_integer(Tag.INTEGER, 0) * 2 + encode_varbinds(question(oids))


def spans(datagram: bytes, rows: list[VarBind]) -> list[Span] | None:
    asked = tail([row.oid for row in rows])
    _, asked_at, _ = header(asked, 6, len(asked))
    at = datagram.index(b"\x02\x01\x00\x02\x01\x00") + 6
    _, start, _ = header(datagram, at, len(datagram))
    return spans_of(datagram, start, asked, asked_at)


def made(rows: list[VarBind]) -> tuple[bytes, Template | None]:
    datagram = answer(rows)
    found = spans(datagram, rows)
    assert found is not None
    return datagram, template_of(datagram, found)


def values(datagram: bytes) -> tuple[SnmpValue, ...]:
    return tuple(row.value for row in decode(datagram).varbinds)


@given(ROWS)
def test_the_answer_itself_is_read_as_the_codec_reads_it(rows: list[VarBind]) -> None:
    datagram, template = made(rows)
    three_octets = any(
        row.tag == Tag.INTEGER and len(encode_integer(row.tag, int(str(row.value)))) == 5 for row in rows
    )
    if three_octets:
        assert template is None  # struct has no such integer: such an answer is always parsed in full
    else:
        assert template is not None
        assert template.decode(datagram, len(datagram)) == values(datagram)


@given(ROWS, st.data())
def test_another_answer_is_read_right_or_not_at_all(rows: list[VarBind], data: st.DataObject) -> None:
    _, template = made(rows)
    other = answer([row._replace(value=data.draw(NUMBERS[Tag(row.tag)])) for row in rows])
    found = template.decode(other, len(other)) if template else None
    assert found in (None, values(other))


@given(ROWS, st.data())
def test_a_changed_byte_is_noticed_unless_it_is_in_a_value(rows: list[VarBind], data: st.DataObject) -> None:
    datagram, template = made(rows)
    if template is None:
        return
    changed = bytearray(datagram)
    changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    found = template.decode(changed, len(changed))
    if found is None:
        return
    id_at = datagram.index(b"\x02\x04\x00\x00\x00\x00")
    changed[id_at : id_at + 6] = datagram[id_at : id_at + 6]
    try:
        assert found == values(bytes(changed))
    except GarbledError:
        raise AssertionError("a template accepted what the codec refuses") from None


def test_equal_layouts_share_a_template() -> None:
    rows = [VarBind((1, 3, 6, 1), Tag.COUNTER32, 1000), VarBind((1, 3, 6, 2), Tag.COUNTER64, 2**40)]
    _, first = made(rows)
    _, second = made([row._replace(value=int(str(row.value)) + 1) for row in rows])
    _, longer = made([row._replace(value=int(str(row.value)) * 256) for row in rows])
    assert first is second
    assert longer is not first


def test_text_and_exceptions_have_no_template() -> None:
    for tag, value in ((Tag.OCTET_STRING, b"Gi0/1"), (Tag.NO_SUCH_INSTANCE, None)):
        assert made([VarBind((1, 3, 6, 1), tag, value)])[1] is None


def test_answers_about_other_instances_have_no_spans() -> None:
    rows = [VarBind((1, 3, 6, 1, 1), Tag.INTEGER, 5), VarBind((1, 3, 6, 1, 2), Tag.INTEGER, 6)]
    datagram = answer(rows)
    assert spans(datagram, rows) is not None
    assert spans(datagram, rows[:1]) is None
    assert spans(datagram, [*rows, rows[0]]) is None
    assert spans(datagram, rows[::-1]) is None
    assert spans_of(datagram[:-1], len(datagram) - 22, tail([rows[0].oid, rows[1].oid]), 8) is None


def test_wider_lengths_than_needed_are_left_to_the_codec() -> None:
    rows = [VarBind((1, 3, 6, 1, 1), Tag.OCTET_STRING, b"x" * 200)]
    datagram = answer(rows)
    found = spans(datagram, rows)
    assert found is not None
    assert datagram[found[0][1] : found[0][2]] == b"x" * 200
    rows = [VarBind((1, 3, 6, 1, 1), Tag.OCTET_STRING, b"x" * 300)]
    assert spans(answer(rows), rows) is None
