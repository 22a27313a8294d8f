"""Configurations as blocks: each way of writing one, and what hostile text does."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.ssh.platforms import PLATFORMS
from inventory.compliance.configuration import blocks_of


def wholes(text: str, platform: str) -> list[str]:
    return [line.whole for block in blocks_of(text, platform) for line in block.lines]


def test_indented_lines_belong_to_the_heading_above() -> None:
    blocks = blocks_of("hostname a\nline vty 0 4\n transport input ssh\n!\nend\n", "cisco_ios")
    vty = next(block for block in blocks if block.heading == "line vty 0 4")
    assert [line.text for line in vty.lines] == ["line vty 0 4", "transport input ssh"]


def test_both_exports_of_routeros_say_the_same() -> None:
    short = "/ip service\nset telnet disabled=yes\nset www \\\n    disabled=yes\n"
    terse = "/ip service set telnet disabled=yes\n/ip service set www disabled=yes\n"
    assert wholes(short, "mikrotik_routeros") == wholes(terse, "mikrotik_routeros")


def test_nested_fortios_has_its_path_before_each_line_and_an_edit_is_one_block() -> None:
    text = (
        'config system admin\n edit "it"\n  set vdom "root"\n  config gui-dashboard\n   edit 1\n    set name "x"\n'
        "   next\n  end\n  set trusthost1 10.0.0.0 255.0.0.0\n next\nend\nconfig system ntp\n set ntpsync enable\nend\n"
    )
    blocks = {block.heading: [line.text for line in block.lines] for block in blocks_of(text, "fortinet")}
    assert blocks['config system admin edit "it"'] == ['set vdom "root"', "set trusthost1 10.0.0.0 255.0.0.0"]
    assert "config system ntp set ntpsync enable" in wholes(text, "fortinet")


def test_a_line_longer_than_any_command_is_left_out() -> None:
    assert wholes("hostname a\n" + "x" * 10_000, "cisco_ios") == ["hostname a"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400), st.sampled_from([*PLATFORMS]))
def test_any_text_can_be_read(text: str, platform: str) -> None:
    words = set(text.replace("\\\n", "").split())
    for whole in wholes(text, platform):
        assert words or not whole.strip()
