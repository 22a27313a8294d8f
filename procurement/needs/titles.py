"""What an automatic need asks for, in Thai and without a brand: the words go into specifications and papers."""

from __future__ import annotations

from typing import Final

KINDS_TH: Final = {
    "router": "อุปกรณ์ค้นหาเส้นทางเครือข่าย (Router)",
    "switch": "อุปกรณ์กระจายสัญญาณ (Switch)",
    "ap": "อุปกรณ์กระจายสัญญาณไร้สาย (Access Point)",
    "firewall": "อุปกรณ์ป้องกันเครือข่าย (Firewall)",
    "ups": "เครื่องสำรองไฟฟ้า",
    "nas": "อุปกรณ์จัดเก็บข้อมูลแบบเครือข่าย",
    "server": "เครื่องคอมพิวเตอร์แม่ข่าย",
    "printer": "เครื่องพิมพ์",
    "camera": "กล้องโทรทัศน์วงจรปิด",
    "computer": "เครื่องคอมพิวเตอร์",
    "notebook": "เครื่องคอมพิวเตอร์โน้ตบุ๊ก",
    "tablet": "แท็บเล็ต",
    "projector": "เครื่องมัลติมีเดียโปรเจคเตอร์",
    "link": "บริการอินเทอร์เน็ต",
    "software": "ซอฟต์แวร์",
    "spare": "อะไหล่",
}
OTHER_TH: Final = "อุปกรณ์เครือข่าย"


def kind_th(kind: str) -> str:
    """The Thai word of a kind of equipment; one of the office's own stays as it was written."""
    return KINDS_TH.get(kind) or kind or OTHER_TH


def replacing(role: str, device: str) -> str:
    """A device that is to be replaced."""
    return f"{kind_th(role)} ทดแทน {device}"[:255]


def more(role: str, device: str) -> str:
    """One more beside a device that is full."""
    return f"{kind_th(role)} เพิ่มจาก {device}"[:255]
