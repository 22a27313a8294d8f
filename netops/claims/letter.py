"""The letter of a claim (หนังสือภายนอก): what is asked of the provider, and the sum of the raw samples behind it."""

from __future__ import annotations

from typing import Final

from inventory.sla.figures import ClaimFigures
from netops.claims.wording import HELD, NOTHING, day, lasted
from office import thai_date
from office.baht import amount_and_words
from office.document.text import Run, exact, runs

TO: Final = "กรรมการผู้จัดการ"


def subject(figures: ClaimFigures) -> str:
    """What the letter is about."""
    return f"ขอให้ปรับลดค่าบริการเนื่องจากวงจรอินเทอร์เน็ตขัดข้อง ประจำเดือน{thai_date.month(figures.month)}"


def addressee(figures: ClaimFigures) -> str:
    """Whom the letter is to."""
    return f"{TO} {figures.provider.name}".strip()


def reference(figures: ClaimFigures) -> str:
    """The contract."""
    contract = figures.contract
    signed = f" ลงวันที่ {day(contract.signed_on)}" if contract.signed_on else ""
    return f"สัญญาเลขที่ {contract.number}{signed}"


def enclosures(figures: ClaimFigures) -> tuple[Run, ...]:
    """Annex and samples."""
    said = figures.samples
    return (
        *runs(f"1. รายละเอียดการขัดข้องและการคำนวณ จำนวน 1{HELD}ชุด\n2. แฟ้มข้อมูลการตรวจวัด "),
        *exact(said.file_name),
        *runs(f" จำนวน 1{HELD}แฟ้ม"),
    )


def told(figures: ClaimFigures) -> str:
    """Which line it is about."""
    link = figures.link
    circuit = f" หมายเลขวงจร {link.circuit_no}" if link.circuit_no else ""
    return (
        f"ตามที่ {figures.sender.name} ใช้บริการวงจรอินเทอร์เน็ต {link.name}{circuit} ซึ่งติดตั้งที่ {link.site_name} "
        f"จาก {figures.provider.name} ตามสัญญาที่อ้างถึง นั้น"
    )


def found(figures: ClaimFigures) -> str:
    """What was measured and what is due."""
    said = figures.totals
    available = NOTHING if said.availability_percent is None else f"{said.availability_percent:.4f}"
    return (
        f"จากการตรวจวัดในเดือน{thai_date.month(figures.month)} วงจรดังกล่าวขัดข้องซึ่งนับตามสัญญา "
        f"{said.outages_counted:,}{HELD}ครั้ง รวม {lasted(said.counted_s)} คิดเป็นความพร้อมใช้งานร้อยละ{HELD}{available} "
        f"เมื่อคำนวณตามเงื่อนไขของสัญญาแล้ว เป็นเงินที่ขอให้ปรับลด {amount_and_words(figures.due_satang)} "
        f"รายละเอียดปรากฏตามสิ่งที่ส่งมาด้วย"
    )


def proof(figures: ClaimFigures) -> tuple[Run, ...]:
    """The sum of the file, by which the provider can see that it is whole."""
    said = figures.samples
    words = f"แฟ้มข้อมูลการตรวจวัดมี {said.rows:,}{HELD}แถว ขนาด {said.bytes:,}{HELD}ไบต์ และมีค่า SHA-256 ดังนี้\n"
    return (*runs(words), *exact(said.sha256))


def asked(figures: ClaimFigures) -> str:
    """What the provider is to do."""
    return f"จึงเรียนมาเพื่อโปรดพิจารณาปรับลดค่าบริการตามจำนวนดังกล่าว และแจ้งผลให้ {figures.sender.name} ทราบด้วย"
