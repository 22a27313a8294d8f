"""Many devices of one model, and no spare in stock that could stand in for one."""

from __future__ import annotations

from collections.abc import Iterator

from risk.counting import counted, within
from risk.facts import Facts
from risk.found import Rule, Signal, Words
from risk.parameters import Parameter
from risk.terms import Evidence, Group, Subject


def find(facts: Facts, parameter: Parameter) -> Iterator[Signal]:
    """Devices of the model, and ten more for each failure of one within the window."""
    for model in facts.models:
        if model.spares > 0:
            continue
        seen = within(model.failures, facts.now, parameter)
        figure = model.devices + 10 * len(seen)
        if figure < parameter.steps[0]:
            continue
        yield Signal(
            Subject.MODEL, model.name, model.name, figure,
            (
                Evidence("devices_of_model", str(model.devices)),
                Evidence("spares", "0"),
                *counted(seen, "outage", parameter),
            ),
        )  # fmt: skip


RULE = Rule(
    key="no_spare",
    group=Group.OPERATIONAL,
    service="network",
    concerns="A",
    unit="devices",
    find=find,
    thai=Words(
        title="ไม่มีเครื่องสำรองของรุ่น %(name)s",
        threat="อุปกรณ์เสียแล้วต้องรอจัดซื้อ โรงเรียนใช้เครือข่ายไม่ได้นาน",
        vulnerability="ไม่มีอุปกรณ์สำรองในคลังที่ใช้แทนกันได้",
        task="จัดหาเครื่องสำรองไว้ในคลัง และบันทึกรุ่นที่ใช้แทนกันได้",
        gone="มีเครื่องสำรองในคลังแล้ว",
    ),
    english=Words(
        title="No spare of the model %(name)s",
        threat="After a failure a purchase has to be waited for, and a school is without network for long",
        vulnerability="There is no spare in stock that could stand in",
        task="Put a spare into stock, and write down for which models it can stand in",
        gone="There is a spare in stock now",
    ),
)
