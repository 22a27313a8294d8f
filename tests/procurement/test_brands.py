"""Names of brands as people write and hide them, and innocent words that only look like one."""

from __future__ import annotations

import pytest

from procurement.brands import plain, shipped_brands
from procurement.criteria.shipped import shipped


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Switch Cisco 24 port", "Cisco"),
        ("สวิตช์ยี่ห้อซิสโก้ 24 ช่อง", "Cisco"),
        ("สวิตช์ ซิสโก หรือเทียบเท่า", "Cisco"),  # without the tone mark
        ("สวิตช์ ซิส โก้", "Cisco"),
        ("C I S C O", "Cisco"),
        ("c.i.s.c.o", "Cisco"),
        ("ＣＩＳＣＯ", "Cisco"),  # wide letters
        ("Сisсo", "Cisco"),  # Cyrillic С and с
        ("ci\u200bsco", "Cisco"),  # a mark without width
        ("รหัส WS-C2960X-24TS-L", "Cisco"),
        ("รหัส SWCISCO24", "Cisco"),  # within a part number
        ("Cisco2960", "Cisco"),
        ("อุปกรณ์ รุ่น RB750Gr3", "MikroTik"),
        ("เราเตอร์ไมโครติก", "MikroTik"),
        ("TP Link", "TP-Link"),
        ("tplink", "TP-Link"),
        ("คอมพิวเตอร์ HP", "HP / Aruba"),
        ("คอมพิวเตอร์เดลล์ รุ่นใหม่", "Dell"),
        ("โน้ตบุ๊กเอเซอร์", "Acer"),
        ("UPS APC", "APC"),
        ("CPU Intel Core", "Intel"),
        ("CPU รุ่น i5-13400", "Intel"),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, name: str) -> None:
    assert [one.name for one in shipped_brands().named_in(text)] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "โมเดลล่าสุดของระบบ",  # contains เดล, and without tone marks เดลล
        "สำนักงานซานฟรานซิสโก",
        "เครื่องพิมพ์เลเซอร์",
        "มอเตอร์ขนาด 5 HP",
        "หัวต่อ SC/APC",
        "ระบบ Intelligent PoE",
        "สายใยแก้วนำแสง OS2 และ OM3",
        "พิกัด latitude/longitude",
        "เมาส์แบบธรรมดา หัวต่อ USB",
        "Francisco",
        "placer, pegasus, modelled",
        "รองรับ IEEE 802.11ax, 802.3af/at/bt, Cat6, RJ-45, DDR5, IPv6",
        "รหัสอักขระ Windows-874",
    ],
)
def test_an_innocent_word_is_not_flagged(text: str) -> None:
    assert shipped_brands().named_in(text) == ()


def test_the_criteria_themselves_name_no_brand_and_no_part_number() -> None:
    book = shipped_brands()
    texts = {
        text
        for edition in shipped().editions
        for item in shipped().items_of(edition.key)
        for text in (item.name_th, *(line.text for line in item.spec))
    }
    assert len(texts) > 200
    assert {text: book.named_in(text) for text in texts if book.named_in(text)} == {}
    assert {text: book.part_numbers_in(text) for text in texts if book.part_numbers_in(text)} == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("รหัสสินค้า XZ-4410GT", ("xz-4410gt",)),
        ("XZ4410GT", ("xz4410gt",)),
        ("มาตรฐาน ISO/IEC-27001, EN-55032, IEC61000", ()),
        ("TLS1.3, SHA-256, AES-128, IPv4", ()),
        ("RFC3164 และ UTF-8", ()),
        ("SFP28, QSFP28, H.265, T568B", ()),
        ("10/100/1000 Base-T 24 ช่อง", ()),
        ("1,920x1,080 จุด 16GB 2400MHz", ()),
    ],
)
def test_a_part_number_is_told_from_a_standard(text: str, found: tuple[str, ...]) -> None:
    assert shipped_brands().part_numbers_in(text) == found


def test_models_of_the_office_are_names_too_unless_they_are_common_words() -> None:
    book = shipped_brands().with_models(["QZ-88", "Switch", "Cat6", "x1"])
    assert [one.name for one in book.named_in("เครื่องรุ่น qz-88")] == ["qz-88"]
    assert book.named_in("Switch Cat6 x1 QZ-889") == ()
    assert shipped_brands().named_in("เครื่องรุ่น qz-88") == ()


def test_plain_text_is_one_form() -> None:
    assert plain("Ｃіsco\u200d ซิสโก้") == "cisco ซิสโก"
