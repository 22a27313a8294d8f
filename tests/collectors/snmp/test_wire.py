"""The codec against itself, against pysnmp's, and against bytes that no agent should send."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyasn1.codec.ber import decoder, encoder
from pysnmp.proto import api, rfc1905

from collectors.errors import GarbledError
from collectors.snmp.session import Oid, SnmpValue, Tag, VarBind
from collectors.snmp.wire import (
    Message,
    Pdu,
    decode,
    decode_oid,
    decode_value,
    encode,
    encode_integer,
    encode_oid,
    encode_value,
    question,
    request_head,
    request_id_of,
    tlv,
)

PLAIN = Message(1, b"public", Pdu.RESPONSE, 0x40000001, 0, 0, [VarBind((1, 3, 6, 1), Tag.INTEGER, 5)])

SUB_IDS = st.integers(0, 2**32 - 1)
OIDS: st.SearchStrategy[Oid] = st.builds(
    lambda first, second, rest: (first, second, *rest),
    st.integers(0, 2),
    st.integers(0, 39),
    st.lists(SUB_IDS, max_size=20),
)
VALUES: dict[int, st.SearchStrategy[Any]] = {
    Tag.INTEGER: st.integers(-(2**31), 2**31 - 1),
    Tag.OCTET_STRING: st.binary(max_size=300),
    Tag.NULL: st.none(),
    Tag.OBJECT_ID: OIDS,
    Tag.IP_ADDRESS: st.binary(min_size=4, max_size=4),
    Tag.COUNTER32: st.integers(0, 2**32 - 1),
    Tag.GAUGE32: st.integers(0, 2**32 - 1),
    Tag.TIMETICKS: st.integers(0, 2**32 - 1),
    Tag.OPAQUE: st.binary(max_size=20),
    Tag.COUNTER64: st.integers(0, 2**64 - 1),
    Tag.NO_SUCH_OBJECT: st.none(),
    Tag.NO_SUCH_INSTANCE: st.none(),
    Tag.END_OF_MIB_VIEW: st.none(),
}
VARBINDS = st.sampled_from(sorted(VALUES)).flatmap(lambda tag: st.builds(VarBind, OIDS, st.just(Tag(tag)), VALUES[tag]))
MESSAGES = st.builds(
    Message,
    st.sampled_from([0, 1]),
    st.binary(max_size=200),
    st.sampled_from(list(Pdu)),
    st.integers(-(2**31), 2**31 - 1),
    st.integers(0, 18),
    st.integers(0, 2**31 - 1),
    st.lists(VARBINDS, max_size=12),
)


@given(MESSAGES)
@example(PLAIN)
def test_what_is_encoded_is_decoded(message: Message) -> None:
    assert decode(encode(message)) == message


@given(MESSAGES)
def test_the_request_id_is_found_without_decoding(message: Message) -> None:
    datagram = encode(message._replace(community=message.community[:127]))
    found = request_id_of(datagram)
    assert found is not None
    request_id, end = found
    assert request_id == message.request_id
    assert datagram[:end].endswith(encode_integer(Tag.INTEGER, message.request_id))


@given(st.lists(VARBINDS, max_size=4), st.integers(0, 40))
def test_a_prebuilt_head_is_what_the_encoder_makes(rows: list[VarBind], community_bytes: int) -> None:
    message = PLAIN._replace(community=b"c" * community_bytes, pdu=Pdu.GET, varbinds=rows)
    datagram = encode(message)
    found = request_id_of(datagram)
    assert found is not None
    head = request_head(1, message.community, Pdu.GET, tail_bytes=len(datagram) - found[1])
    assert datagram.startswith(head + message.request_id.to_bytes(4, "big"))


@given(MESSAGES, st.data())
def test_changed_bytes_are_refused_or_read_but_never_crash(message: Message, data: st.DataObject) -> None:
    datagram = bytearray(encode(message))
    for _ in range(data.draw(st.integers(1, 3))):
        datagram[data.draw(st.integers(0, len(datagram) - 1))] = data.draw(st.integers(0, 255))
    try:
        again = decode(bytes(datagram))
    except GarbledError:
        return
    assert decode(encode(again)) == again  # whatever is accepted has one meaning


@given(st.binary(max_size=80))
def test_noise_is_refused_or_read_but_never_crashes(noise: bytes) -> None:
    request_id_of(noise)
    try:
        message = decode(noise)
    except GarbledError:
        return
    assert decode(encode(message)) == message


@given(MESSAGES, st.data())
def test_a_cut_message_is_refused(message: Message, data: st.DataObject) -> None:
    datagram = encode(message)
    cut = data.draw(st.integers(0, len(datagram) - 1))
    with pytest.raises(GarbledError):
        decode(datagram[:cut])


# -- pysnmp as the oracle

_PYSNMP_PDUS = {Pdu.GET: "GetRequestPDU", Pdu.GETNEXT: "GetNextRequestPDU", Pdu.RESPONSE: "GetResponsePDU"}
_PYSNMP_VALUES = {
    Tag.INTEGER: "Integer32",
    Tag.OCTET_STRING: "OctetString",
    Tag.OBJECT_ID: "ObjectIdentifier",
    Tag.IP_ADDRESS: "IpAddress",
    Tag.COUNTER32: "Counter32",
    Tag.GAUGE32: "Gauge32",
    Tag.TIMETICKS: "TimeTicks",
    Tag.OPAQUE: "Opaque",
    Tag.COUNTER64: "Counter64",
}
_PYSNMP_EXCEPTIONS = {
    Tag.NO_SUCH_OBJECT: "noSuchObject",
    Tag.NO_SUCH_INSTANCE: "noSuchInstance",
    Tag.END_OF_MIB_VIEW: "endOfMibView",
}


def _pysnmp_value(tag: int, value: SnmpValue) -> Any:
    module: Any = api.PROTOCOL_MODULES[api.SNMP_VERSION_2C]
    if tag in _PYSNMP_EXCEPTIONS:
        return getattr(rfc1905, _PYSNMP_EXCEPTIONS[Tag(tag)])
    if tag == Tag.NULL:
        return module.Null("")
    return getattr(module, _PYSNMP_VALUES[Tag(tag)])(value)


def _pysnmp_datagram(message: Message) -> bytes:
    module: Any = api.PROTOCOL_MODULES[api.SNMP_VERSION_2C]
    pdu = getattr(module, _PYSNMP_PDUS[Pdu(message.pdu)])()
    module.apiPDU.set_defaults(pdu)
    module.apiPDU.set_request_id(pdu, message.request_id)
    if message.pdu == Pdu.RESPONSE:
        module.apiPDU.set_error_status(pdu, message.error_status)
        module.apiPDU.set_error_index(pdu, message.error_index)
    rows = [(oid, _pysnmp_value(tag, value)) for oid, tag, value in message.varbinds]
    module.apiPDU.set_varbinds(pdu, rows)
    whole = module.Message()
    module.apiMessage.set_defaults(whole)
    module.apiMessage.set_community(whole, message.community)
    module.apiMessage.set_pdu(whole, pdu)
    return bytes(encoder.encode(whole))


COMPARED = st.builds(
    Message,
    st.just(1),
    st.binary(max_size=40),
    st.sampled_from(list(_PYSNMP_PDUS)),
    st.integers(0, 2**31 - 1),
    st.integers(0, 18),
    st.integers(0, 50),
    st.lists(VARBINDS.filter(lambda row: row.tag != Tag.NULL), max_size=6),
)


@given(COMPARED)
def test_pysnmp_writes_the_same_bytes(message: Message) -> None:
    if message.pdu != Pdu.RESPONSE:
        message = message._replace(error_status=0, error_index=0)
    theirs = _pysnmp_datagram(message)
    assert decode(theirs) == message
    assert encode(message) == theirs


@given(COMPARED)
def test_pysnmp_reads_what_we_write(message: Message) -> None:
    module: Any = api.PROTOCOL_MODULES[api.SNMP_VERSION_2C]
    if message.pdu != Pdu.RESPONSE:
        message = message._replace(error_status=0, error_index=0)
    whole, rest = decoder.decode(encode(message), asn1Spec=module.Message())
    pdu = module.apiMessage.get_pdu(whole)
    rows = module.apiPDU.get_varbinds(pdu)
    assert not rest
    assert bytes(module.apiMessage.get_community(whole)) == message.community
    assert int(module.apiPDU.get_request_id(pdu)) == message.request_id
    assert [tuple(name) for name, _ in rows] == [row.oid for row in message.varbinds]
    for row, (_, value) in zip(message.varbinds, rows, strict=True):
        if isinstance(row.value, int):
            assert int(value) == row.value
        elif isinstance(row.value, bytes):
            assert bytes(value) == row.value


# -- what agents get wrong


def _response(rows: bytes) -> bytes:
    """A response around ready rows."""
    numbers = encode_integer(2, 7) + encode_integer(2, 0) * 2
    pdu = tlv(Pdu.RESPONSE, numbers + tlv(0x30, rows))
    return tlv(0x30, encode_integer(2, 1) + tlv(4, b"public") + pdu)


def _row(value: bytes, oid: bytes = b"\x06\x03\x2b\x06\x01") -> bytes:
    return tlv(0x30, oid + value)


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        pytest.param(b"\x02\x04\x00\x00\x00\x05", 5, id="padded integer"),
        pytest.param(b"\x41\x04\xff\xff\xff\xff", 2**32 - 1, id="counter without its leading zero"),
        pytest.param(b"\x41\x05\x00\xff\xff\xff\xff", 2**32 - 1, id="counter with its leading zero"),
        pytest.param(b"\x46\x08" + b"\xff" * 8, 2**64 - 1, id="counter64 without its leading zero"),
        pytest.param(b"\x46\x09\x00" + b"\xff" * 8, 2**64 - 1, id="counter64 with its leading zero"),
        pytest.param(b"\x02\x01\xff", -1, id="negative"),
        pytest.param(b"\x04\x82\x00\x02hi", b"hi", id="long length of a short string"),
        pytest.param(b"\x06\x00", (0, 0), id="empty OID as value"),
        pytest.param(b"\x40\x00", b"", id="empty IpAddress"),
    ],
)
def test_sloppy_but_clear_values_are_read(value: bytes, meaning: SnmpValue) -> None:
    assert decode(_response(_row(value))).varbinds[0].value == meaning


@pytest.mark.parametrize(
    "datagram",
    [
        pytest.param(b"", id="empty"),
        pytest.param(encode(PLAIN) + b"\x00", id="trailing byte"),
        pytest.param(b"\x30\x80" + encode(PLAIN)[2:] + b"\x00\x00", id="indefinite length"),
        pytest.param(b"\x30\x85\x00\x00\x00\x00\x05", id="length of five octets"),
        pytest.param(encode(PLAIN).replace(b"\x02\x01\x01\x04", b"\x02\x01\x03\x04"), id="version 3"),
        pytest.param(_response(_row(b"\x02\x00")), id="integer without octets"),
        pytest.param(_response(_row(b"\x02\x05\x01\x00\x00\x00\x00")), id="integer beyond 32 bits"),
        pytest.param(_response(_row(b"\x41\x05\x01\x00\x00\x00\x00")), id="counter beyond 32 bits"),
        pytest.param(_response(_row(b"\x46\x09\x01" + bytes(8))), id="counter beyond 64 bits"),
        pytest.param(_response(_row(b"\x46\x0a" + bytes(10))), id="ten octets of zeros"),
        pytest.param(_response(_row(b"\x40\x03abc")), id="IpAddress of three octets"),
        pytest.param(_response(_row(b"\x05\x01x")), id="NULL with content"),
        pytest.param(_response(_row(b"\x81\x01x")), id="noSuchInstance with content"),
        pytest.param(_response(_row(b"\x07\x01x")), id="unknown type"),
        pytest.param(_response(_row(b"\x05\x00", b"\x06\x00")), id="empty name"),
        pytest.param(_response(_row(b"\x05\x00", b"\x06\x02\x2b\x86")), id="name cut within a sub-identifier"),
        pytest.param(_response(_row(b"\x05\x00", b"\x06\x03\x2b\x80\x01")), id="padded sub-identifier"),
        pytest.param(
            _response(_row(b"\x05\x00", b"\x06\x06\x2b\x90\x80\x80\x80\x00")), id="sub-identifier beyond 32 bits"
        ),
        pytest.param(_response(tlv(0x30, b"\x06\x01\x2b\x05\x00\x05\x00")), id="row of three parts"),
        pytest.param(_response(tlv(0x30, b"\x06\x01\x2b")), id="row without value"),
        pytest.param(_response(b"\x31\x05\x06\x01\x2b\x05\x00"), id="row that is no sequence"),
        pytest.param(_response(b"\x30\x7f\x06\x01\x2b\x05\x00"), id="row longer than the list"),
    ],
)
def test_what_does_not_add_up_is_refused(datagram: bytes) -> None:
    with pytest.raises(GarbledError):
        decode(datagram)


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        (Tag.INTEGER, 2**31),
        (Tag.COUNTER32, -1),
        (Tag.COUNTER64, 2**64),
        (Tag.OCTET_STRING, 5),
        (Tag.NULL, 0),
        (Tag.OBJECT_ID, (3, 1)),
        (Tag.OBJECT_ID, (1, 40)),
        (Tag.OBJECT_ID, (1,)),
        (Tag.OBJECT_ID, (1, 3, 2**32)),
    ],
)
def test_what_cannot_be_is_not_encoded(tag: int, value: SnmpValue) -> None:
    with pytest.raises(ValueError, match=r"."):
        encode_value(tag, value)


def test_the_first_octet_of_an_oid_holds_two_arcs() -> None:
    assert encode_oid((2, 39, 1)) == b"\x06\x02\x77\x01"
    assert decode_oid(b"\x88\x37\x03") == (2, 999, 3)  # the example of X.690
    assert decode_oid(b"\x2b\x06") == (1, 3, 6)


def test_a_long_oid_is_refused() -> None:
    with pytest.raises(GarbledError):
        decode_oid(b"\x2b" + b"\x01" * 128)
    assert len(decode_oid(b"\x2b" + b"\x01" * 126)) == 128


def test_values_are_read_by_tag() -> None:
    assert decode_value(Tag.TIMETICKS, b"\x01\x00") == 256
    with pytest.raises(GarbledError):
        decode_value(0x99, b"")


def test_a_question_carries_names_and_nulls() -> None:
    assert question([(1, 3, 6)]) == [VarBind((1, 3, 6), Tag.NULL, None)]
