"""Thai words that these papers share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MEASURES: Final = {
    "links": "วงจรอินเทอร์เน็ต (วงจร)",
    "speed": "ความเร็วต่อนักเรียน (kbit/s ต่อคน)",
    "switch_ports": "พอร์ตสวิตช์ (พอร์ต)",
    "access_points": "อุปกรณ์กระจายสัญญาณไร้สาย (เครื่อง)",
    "ups": "เครื่องสำรองไฟฟ้า (เครื่อง)",
}
CABLING: Final = {"unknown": "ไม่ทราบ", "good": "ดี", "worn": "เสื่อมสภาพ", "none": "ไม่มี"}
CHECKS: Final = {
    "answers": "อุปกรณ์ตอบระบบตรวจ",
    "link_up": "วงจรใช้ได้ต่อเนื่องอย่างน้อย (นาที)",
    "port_speed": "ความเร็วของพอร์ตอย่างน้อย (Mbit/s)",
    "ports": "จำนวนพอร์ตอย่างน้อย",
    "firmware": "รุ่นซอฟต์แวร์",
    "loss": "แพ็กเก็ตสูญหายไม่เกิน (ร้อยละ)",
    "port_errors": "ข้อผิดพลาดของพอร์ตไม่เกิน (ครั้งต่อนาที)",
}
# A state as the collectors say it; figures and versions stand as they are.
MEASURED: Final = {
    "up": "ใช้งานได้",
    "degraded": "คุณภาพต่ำ",
    "down": "ใช้งานไม่ได้",
    "unreachable": "เข้าไม่ถึง",
    "unknown": "ไม่ทราบ",
    "maintenance": "อยู่ระหว่างบำรุงรักษา",
    "closed": "นอกเวลาเปิด",
    "not_monitored": "ไม่ได้เฝ้าระวัง",
}
STANDINGS: Final = {"passed": "ผ่าน", "failed": "ไม่ผ่าน", "not_measured": "ยังวัดไม่ได้"}
UNASKED: Final = {
    "agent": "ถามได้เฉพาะจากตัวแทนในโรงเรียน",
    "not_permitted": "เครื่องนี้ไม่ได้รับสิทธิ์ส่ง ping",
    "no device": "ไม่มีอุปกรณ์ที่ใช้ถาม",
}
ROLES: Final = {
    "router": "เราเตอร์",
    "switch": "สวิตช์",
    "ap": "จุดกระจายสัญญาณ",
    "ups": "เครื่องสำรองไฟ",
    "server": "เครื่องแม่ข่าย",
    "nas": "หน่วยเก็บข้อมูล",
}
SCENARIOS: Final = {
    "link": "วงจรหลักขาด",
    "power": "ไฟฟ้าดับ",
    "device": "อุปกรณ์หลักเสีย",
    "config": "ต้องกู้ค่าคอนฟิก",
}
DRILLS: Final = {"planned": "ยังไม่ได้ซักซ้อม", "passed": "ผ่าน", "failed": "ไม่ผ่าน"}
STATES: Final = {"asked": "รอพิจารณา", "approved": "อนุมัติ", "refused": "ไม่อนุมัติ", "done": "ดำเนินการแล้ว"}
SECTIONS: Final = {
    "purpose": "วัตถุประสงค์และขอบเขต",
    "rules_of_use": "ข้อปฏิบัติในการใช้งาน",
    "daily_work": "งานดูแลประจำ",
    "when_it_fails": "เมื่อใช้งานไม่ได้",
    "spares": "อะไหล่และอุปกรณ์สำรอง",
}
INDICATORS: Final = {
    "availability": ("ความพร้อมใช้ของวงจรอินเทอร์เน็ต", "ร้อยละ"),
    "round_trip": ("เวลาไปกลับเฉลี่ย", "มิลลิวินาที"),
    "repair_time": ("เวลาซ่อมเฉลี่ยต่อเหตุ", "นาที"),
    "target_share": ("โรงเรียนที่มีเครือข่ายครบตามเป้าหมาย", "ร้อยละ"),
    "devices_in_life": ("อุปกรณ์ที่ยังอยู่ในระยะสนับสนุนของผู้ผลิต", "ร้อยละ"),
}
CAUSES: Final = {"power": "ไฟฟ้าดับ", "planned": "งานตามแผน", "ours": "วงจรของสำนักงานเอง"}
MET: Final = {True: "บรรลุ", False: "ไม่บรรลุ"}
YES_NO: Final[Mapping[bool | None, str]] = {True: "มี", False: "ไม่มี", None: "(  ) มี   (  ) ไม่มี"}
