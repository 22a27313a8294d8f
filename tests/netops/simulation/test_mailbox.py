"""The demo's mailbox keeps what a real SMTP client sends, byte for byte and readable."""

from __future__ import annotations

import asyncio
import smtplib
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from netops.simulation.mailbox import FOLDER, Mailbox

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def letter(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "netops@demo.example", "it@demo.example", subject
    message.set_content("ก่อน\n.จุดนำหน้า\n..สองจุด\n", cte="8bit")
    message.add_alternative("<p>ขัดข้อง</p>", subtype="html", cte="base64")
    return message


def post(port: int, *messages: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as server:
        for message in messages:
            server.send_message(message)


async def test_mails_are_kept_in_order_and_can_be_read(tmp_path: Path) -> None:
    mailbox = await Mailbox.start(tmp_path)
    await asyncio.to_thread(post, mailbox.port, letter("หนึ่ง"), letter("สอง"))
    await mailbox.close()
    kept = [message_from_bytes(path.read_bytes(), policy=default) for path in sorted((tmp_path / FOLDER).glob("*.eml"))]
    assert [message["Subject"] for message in kept] == ["หนึ่ง", "สอง"]
    first = kept[0]
    assert isinstance(first, EmailMessage)
    plain = first.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().replace("\r\n", "\n") == "ก่อน\n.จุดนำหน้า\n..สองจุด\n"
    pages = sorted((tmp_path / FOLDER).glob("*.html"))
    assert [page.read_text().strip() for page in pages] == ["<p>ขัดข้อง</p>"] * 2


async def test_pictures_of_a_mail_are_seen_in_the_browser_too(tmp_path: Path) -> None:
    message = letter("ภาพ")
    message.clear_content()
    message.set_content("text")
    message.add_alternative('<img src="cid:sign">', subtype="html")
    html = message.get_body(("html",))
    assert isinstance(html, EmailMessage)
    html.add_related(b"PNG", "image", "png", cid="<sign>")
    mailbox = await Mailbox.start(tmp_path)
    await asyncio.to_thread(post, mailbox.port, message)
    await mailbox.close()
    page = next((tmp_path / FOLDER).glob("*.html")).read_text().strip()
    assert page == '<img src="data:image/png;base64,UE5H">'


async def test_numbers_go_on_after_a_restart(tmp_path: Path) -> None:
    for subject in ("before", "after"):
        mailbox = await Mailbox.start(tmp_path)
        await asyncio.to_thread(post, mailbox.port, letter(subject))
        await mailbox.close()
    assert [path.name[:6] for path in sorted((tmp_path / FOLDER).glob("*.eml"))] == ["000001", "000002"]
