"""แบบประเมินความเสี่ยง: the form of one risk, filled or blank."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from netops.risk_papers import words
from netops.risk_papers.data import RiskEntry, RiskForm
from netops.risk_papers.register import sample
from office.document.content import Document, KeyValues, Section, Signature
from office.document.letter import centred
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from service.i18n import N_
from service.papers.kind import About, PaperKind

_LINE: Final = "." * 80
_HAND: Final = "." * 40
_SHORT: Final = "." * 24
_MATRIX: Final = f"{'.' * 12} × {'.' * 12} = {'.' * 12} ระดับ {_SHORT}"
_FIELDS: Final = (
    ("unit", "หน่วยงาน", N_("Whose risk it is")),
    ("title", "ความเสี่ยง", N_("The risk in words")),
    ("group", "กลุ่มความเสี่ยง", N_("Kind of risk, on paper")),
    ("service", "ระบบ/บริการ", N_("Which service it is about")),
    ("threat", "ภัยคุกคาม", N_("What threatens")),
    ("vulnerability", "ช่องโหว่", N_("Where it is weak")),
    ("controls", "มาตรการควบคุมที่มีอยู่", N_("Controls that there are")),
    ("concerns", "กระทบต่อ", N_("What it touches: C, I, A")),
    ("now", "โอกาส × ผลกระทบ = ระดับ", N_("Likelihood, impact and level")),
    ("why", "หลักฐาน", N_("On which figures it rests")),
    ("treatment", "วิธีจัดการ", N_("Way of treatment, on paper")),
    ("plan", "แผนและกิจกรรม", N_("Plan and tasks")),
    ("residual", "ความเสี่ยงที่คาดว่าคงเหลือ", N_("What is expected to remain")),
    ("owner", "เจ้าของความเสี่ยง", N_("Owner of the risk, on paper")),
    ("review_on", "วันที่ทบทวน", N_("Day of the next review")),
)
_SIGNERS: Final = ("ผู้ประเมิน", "เจ้าของความเสี่ยง")
_CONCERNS: Final = {"C": "ความลับ", "I": "ความถูกต้องครบถ้วน", "A": "ความพร้อมใช้"}
_TALL: Final = frozenset({"title", "threat", "vulnerability", "controls", "plan"})


def _hand(who: str) -> tuple[str, ...]:
    return ("", "ลงชื่อ" + _HAND, "(" + _HAND + ")", who, "วันที่" + _HAND)


def _shipped() -> Document:
    facts = KeyValues(rows=tuple((label, f"{{{{ {name} }}}}") for name, label, _title in _FIELDS), label_share=0.3)
    blocks = (
        centred("แบบประเมินความเสี่ยงระบบเครือข่าย"),
        centred("{{ office }}", size_pt=None),
        centred("{{ as_of }}", size_pt=None),
        facts,
        Signature(lines=tuple(line for who in _SIGNERS for line in _hand(who))),
    )
    return Document(title="แบบประเมินความเสี่ยง", sections=(Section(blocks=blocks),), thai_numerals=True)


def _boxes(each: Iterable[str]) -> str:
    return "   ".join(f"(  ) {word}" for word in each)


def _filled(entry: RiskEntry) -> dict[str, str]:
    return {
        "unit": words.unit_of(entry),
        "title": entry.title,
        "group": words.GROUPS[entry.group],
        "service": words.SERVICES.get(entry.service, entry.service or "–"),
        "threat": entry.threat or "–",
        "vulnerability": entry.vulnerability or "–",
        "controls": entry.controls or "–",
        "concerns": ", ".join(word for sign, word in _CONCERNS.items() if sign in entry.concerns) or "–",
        "now": words.matrix_of(entry.likelihood, entry.impact, entry.level).replace("\n", " "),
        "why": f"{entry.why or '–'} ({words.BASES[entry.likelihood_basis]})",
        "treatment": words.TREATMENTS[entry.treatment] if entry.treatment is not None else "–",
        "plan": words.plan_of(entry),
        "residual": words.matrix_of(entry.residual_likelihood, entry.residual_impact, entry.residual_level).replace(
            "\n", " "
        ),
        "owner": entry.owner or "–",
        "review_on": words.day_of(entry.review_on),
    }


def _fill(data: RiskForm, _about: About) -> Filling:
    blank = {name: f"{_LINE}\n{_LINE}" if name in _TALL else _LINE for name, _label, _title in _FIELDS}
    blank |= {
        "unit": data.owner or _LINE,
        "group": _boxes(words.GROUPS.values()),
        "concerns": _boxes(_CONCERNS.values()),
        "now": _MATRIX,
        "treatment": _boxes(words.TREATMENTS.values()),
        "residual": _MATRIX,
    }
    entry = data.entry
    named = f"แบบประเมินความเสี่ยง {entry.title}" if entry is not None else "แบบประเมินความเสี่ยง (แบบเปล่า)"
    as_of = f"ณ วันที่ {long_date(data.as_of)}" if data.as_of is not None else f"วันที่ {_SHORT}"
    return Filling(
        title=named[:200],
        author=data.office,
        texts={"office": data.office, "as_of": as_of, **(blank if entry is None else _filled(entry))},
        thai_numerals=data.thai_numerals,
    )


def _sample() -> RiskForm:
    shown = sample()
    return RiskForm(office=shown.office, as_of=shown.as_of, levels=shown.levels, entry=shown.entries[0])


RISK_FORM: Final = PaperKind(
    key="risk_form",
    title=N_("Form of a risk"),
    data=RiskForm,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("as_of", N_("The day of which it is"), required=False),
        *(Placeholder(name, title, required=name == "title") for name, _label, title in _FIELDS),
    ),
    shipped=_shipped,
    fill=_fill,
    sample=_sample,
    series="risks",
    blank=lambda office: RiskForm(office=office),
)
