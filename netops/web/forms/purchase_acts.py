"""Forms of the acts of a purchase: what is asked, what stands in the fields at first, and what was typed as a draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from inventory.queries.assets import classes_of
from netops.web.forms.layout import scaled, unscaled
from netops.web.forms.purchase_act import Act, Asked, ids_of
from netops.web.forms.purchase_links import linked
from office.baht import figures
from procurement.buying.fines import usual_range
from procurement.models.purchase import PaperForm, PurchaseKind
from procurement.models.receipt import Verdict
from procurement.models.spec import Spec
from procurement.parameters import Name
from procurement.queries.dossier import Part
from procurement.store import offers, purchases, receiving, signing
from service.i18n import N_, _
from service.web.form import Field, Section, Typed

SATANG: Final = 100
FORM_WORDS: Final = {PaperForm.ORDER: N_("purchase order"), PaperForm.CONTRACT: N_("contract")}
VERDICT_WORDS: Final = {Verdict.ACCEPTED: N_("accepted"), Verdict.REJECTED: N_("sent back")}


def _plain(typed: Typed, _asked: Asked) -> dict[str, Any]:
    return dict(typed)


def _day(name: str) -> Callable[[Asked], Typed]:
    return lambda asked: {name: asked.today.isoformat()}


def _approve(_asked: Asked) -> list[Section]:
    fields = (
        Field("approved_on", _("Approved on"), "date", required=True),
        Field("approval_no", _("Number of the approved request"), required=True, maxlength=120),
    )
    return [Section("", fields)]


def _offer(asked: Asked) -> list[Section]:
    seller = (
        Field("supplier", _("Seller"), required=True),
        Field("tax_no", _("Tax number"), maxlength=20),
        Field("address", _("Address"), maxlength=500),
        Field("phone", _("Telephone"), maxlength=64),
        Field("quotation_no", _("Number of the quotation"), maxlength=120),
        Field("received_on", _("Received on"), "date", required=True),
    )
    prices = tuple(
        Field(
            f"price.{line.row.id}",
            line.row.name,
            hint=_("%(count)s × at most %(price)s baht")
            % {"count": line.quantity, "price": figures(line.row.estimate_satang)},
            required=True,
            maxlength=20,
        )
        for line in asked.dossier.lines
    )
    return [Section(_("Seller"), seller), Section(_("Price of one piece with VAT (baht)"), prices)]


def _offer_given(typed: Typed, _asked: Asked) -> dict[str, Any]:
    wanted: dict[str, Any] = {name: value for name, value in typed.items() if not name.startswith("price.")}
    wanted["prices"] = [{"line_id": row, "unit_satang": scaled(text, SATANG)} for row, text in ids_of(typed, "price")]
    return wanted


def _award(asked: Asked) -> list[Section]:
    said = sorted(asked.dossier.offers, key=lambda one: one.amount_satang)
    options = [(str(one.bid.id), f"{one.bid.supplier} · {figures(one.amount_satang)}") for one in said]
    fields = (
        Field("bid_id", _("Winner"), "select", options=options, required=True),
        Field("awarded_on", _("Announced on"), "date", required=True),
        Field("award_reason", _("Reason, where another offer is lower"), "textarea", lines=2, maxlength=1000),
    )
    return [Section("", fields)]


def _award_values(asked: Asked) -> Typed:
    lowest = min(asked.dossier.offers, key=lambda one: one.amount_satang, default=None)
    return {"awarded_on": asked.today.isoformat(), "bid_id": str(lowest.bid.id) if lowest is not None else ""}


def _sign(asked: Asked) -> list[Section]:
    usual = usual_range(asked.parameters, asked.today, is_work=asked.dossier.purchase.kind is PurchaseKind.WORK)
    said = ""
    if usual is not None:
        said = _("Usual: %(least)s to %(most)s percent a day (%(source)s)") % {
            "least": f"{usual.least.value / 10_000:.2f}",
            "most": f"{usual.most.value / 10_000:.2f}",
            "source": usual.most.source,
        }
    about = (
        Field(
            "form", _("What is signed"), "select", options=[(one.value, _(word)) for one, word in FORM_WORDS.items()]
        ),
        Field("number", _("Its number"), required=True, maxlength=120),
        Field("egp_contract_no", _("Number of the contract in e-GP"), maxlength=64),
        Field("signed_on", _("Signed on"), "date", required=True),
        Field("deliver_days", _("Delivery within (days)"), hint=_("Counted from the day after"), required=True),
        Field("fine_percent", _("Fine a day (percent)"), hint=said, maxlength=10),
        Field("fine_of_whole", _("Things serve only together: a fine is of the whole price"), "checkbox"),
        Field("fine_source", _("Where another rate is from"), maxlength=500),
        Field("warranty_months", _("Warranty (months)"), maxlength=3),
        Field("repair_days", _("Repair within (days)"), maxlength=3),
        Field("guarantee_baht", _("Contract guarantee (baht)"), maxlength=20),
    )
    if asked.dossier.purchase.kind is not PurchaseKind.LEASE:
        return [Section("", about)]
    lease = (
        Field("starts_on", _("First day"), "date", required=True),
        Field("ends_on", _("Last day"), "date", required=True),
    )
    return [Section("", about), Section(_("The lease"), lease)]


def _sign_values(asked: Asked) -> Typed:
    amount = asked.dossier.amount_satang
    months = asked.parameters.at(Name.WARRANTY_MONTHS, asked.today)
    share = asked.parameters.at(Name.GUARANTEE_PPM, asked.today)
    free = asked.parameters.at(Name.NO_CONTRACT_SATANG, asked.today)
    is_small = free is not None and amount <= free.value
    # Of the price agreed, not of what was approved to be spent: the winner may have asked for less.
    winner = asked.dossier.winner
    price = amount if winner is None else winner.amount_satang
    guarantee = 0 if share is None or is_small else price * share.value // 1_000_000
    leased = asked.dossier.purchase.kind is PurchaseKind.LEASE
    return {
        "form": PaperForm.ORDER.value if is_small else PaperForm.CONTRACT.value,
        "signed_on": asked.today.isoformat(),
        "warranty_months": "" if months is None or leased else str(months.value),
        "guarantee_baht": unscaled(guarantee, SATANG),
        **_specified(asked.dossier.spec),
    }


def _specified(spec: Spec | None) -> Typed:
    """What the specification says already is not typed again."""
    if spec is None:
        return {}
    said = {
        "deliver_days": spec.deliver_days,
        "fine_percent": None if spec.penalty_bp is None else unscaled(spec.penalty_bp, 100),
        "warranty_months": None if spec.warranty_years is None else spec.warranty_years * 12,
        "repair_days": spec.repair_days,
    }
    return {name: str(value) for name, value in said.items() if value is not None}


def _sign_given(typed: Typed, _asked: Asked) -> dict[str, Any]:
    wanted: dict[str, Any] = dict(typed)
    wanted["fine_ppm_day"] = scaled(wanted.pop("fine_percent", ""), 10_000) or 0
    wanted["guarantee_satang"] = scaled(wanted.pop("guarantee_baht", ""), SATANG) or 0
    wanted["warranty_months"] = wanted.get("warranty_months") or 0
    return wanted


def _copy(_asked: Asked) -> list[Section]:
    return [Section("", (Field("copy_sent_on", _("Sent on"), "date", required=True),))]


def _deliver(asked: Asked) -> list[Section]:
    about = (
        Field("delivered_on", _("Delivered on"), "date", required=True),
        Field("note_no", _("Number of the delivery note"), maxlength=120),
    )
    sections = [Section("", about)]
    for line in asked.dossier.lines:
        for share in line.shares:
            left = share.quantity - asked.dossier.received(share.id or 0)
            if not left:
                continue
            place = asked.dossier.place(share.site_id)
            fields = [
                Field(f"quantity.{share.id}", _("Quantity"), hint=_("%(left)s are still to come") % {"left": left})
            ]
            if line.row.is_asset:
                hint = _("One piece a line: serial number, then the MAC address after a comma if it is known")
                fields.append(
                    Field(f"pieces.{share.id}", _("Serial numbers"), "textarea", hint=hint, maxlength=20_000, lines=4)
                )
            where = place.name if place is not None else _("the office")
            title = f"{line.row.name} · {where}"
            sections.append(Section(title, tuple(fields)))
    return sections


def _deliver_values(asked: Asked) -> Typed:
    left = {
        f"quantity.{share.id}": str(share.quantity - asked.dossier.received(share.id or 0))
        for line in asked.dossier.lines
        for share in line.shares
    }
    return {"delivered_on": asked.today.isoformat(), **left}


def _deliver_given(typed: Typed, _asked: Asked) -> dict[str, Any]:
    pieces = {row: [_piece(line) for line in text.split("\n") if line.strip()] for row, text in ids_of(typed, "pieces")}
    parts = [
        {"share_id": row, "quantity": text.strip() or "0", "pieces": pieces.get(row, [])}
        for row, text in ids_of(typed, "quantity")
    ]
    return {**{name: typed.get(name, "") for name in ("delivered_on", "note_no")}, "parts": parts}


def _piece(line: str) -> dict[str, str]:
    serial, _comma, mac = line.replace("\t", ",").partition(",")
    return {"serial": serial.strip(), "mac": mac.strip()}


def _inspect(asked: Asked) -> list[Section]:
    options = [(one.value, _(word)) for one, word in VERDICT_WORDS.items()]
    about = (
        Field("verdict", _("Result"), "select", options=options),
        Field("inspected_on", _("Inspected on"), "date", required=True),
        Field(
            "inspectors",
            _("Inspectors"),
            "textarea",
            hint=_("A name a line; take out who was not there"),
            required=True,
        ),
        Field("inspection_note", _("Remarks"), "textarea", lines=2, maxlength=2000),
    )
    by_line: dict[int, list[Part]] = {}
    for part in asked.delivered().parts:
        if part.pieces:
            by_line.setdefault(part.line.row.id or 0, []).append(part)
    return [
        Section("", about),
        *linked(asked),
        *(_numbers(asked, line_id, parts) for line_id, parts in by_line.items()),
    ]


def _numbers(asked: Asked, line_id: int, parts: Sequence[Part]) -> Section:
    """A pattern for the line, and a field for each piece that has a number of its own."""
    pattern = Field(
        f"pattern.{line_id}",
        _("Pattern of the asset numbers"),
        hint=_("Such as 7440-016-####/YY: # counts, YY is the fiscal year; each unit counts by itself"),
        maxlength=50,
        wide=True,
    )
    pieces: list[Field] = []
    for part in parts:
        place = asked.dossier.place(part.share.site_id)
        where = place.name if place is not None else _("the office")
        for piece in part.pieces:
            known = " · ".join(said for said in (where, piece.serial, piece.mac) if said)
            number = len(pieces) + 1
            label = _("Number of piece %(number)s, where it is another") % {"number": number}
            pieces.append(Field(f"number.{piece.id}", label, hint=known, maxlength=50))
    classes = [("", "–"), *classes_of(asked.session, asked.sight.office_id)]
    hint = _("By which its depreciation is reckoned")
    of_class = Field(f"class.{line_id}", _("Class"), "select", options=classes, hint=hint, wide=True)
    return Section(parts[0].line.row.name, (of_class, pattern, *pieces))


def _inspect_values(asked: Asked) -> Typed:
    rows = [part.line.row for part in asked.delivered().parts]
    names = "\n".join(one["name"] for one in asked.dossier.purchase.panel)
    return {
        "inspected_on": asked.today.isoformat(),
        "inspectors": names,
        **{f"pattern.{row.id}": row.number_pattern for row in rows},
        **{f"class.{row.id}": str(row.class_id or "") for row in rows},
    }


def _inspect_given(typed: Typed, asked: Asked) -> dict[str, Any]:
    names = ("verdict", "inspected_on", "inspection_note")
    return {
        **{name: typed.get(name, "") for name in names},
        "delivery": asked.delivery,
        "inspectors": [line.strip() for line in typed.get("inspectors", "").split("\n") if line.strip()],
        "unlinked_reason": typed.get("unlinked_reason", ""),
        "needs": {row: text.strip() for row, text in ids_of(typed, "need") if text.strip()},
        "numbers": {row: text.strip() for row, text in ids_of(typed, "number") if text.strip()},
        "classes": {row: text for row, text in ids_of(typed, "class") if text},
        "patterns": {row: text.strip() for row, text in ids_of(typed, "pattern") if text.strip()},
    }


def _pay(_asked: Asked) -> list[Section]:
    fields = (
        Field("paid_on", _("Paid on"), "date", required=True),
        Field("voucher_no", _("Number of the voucher"), required=True, maxlength=120),
    )
    return [Section("", fields)]


def _pay_given(typed: Typed, asked: Asked) -> dict[str, Any]:
    return {**typed, "delivery": asked.delivery}


ACTS: Final = (
    Act(
        "approve",
        N_("Approve the request"),
        "approved",
        purchases.ApproveDraft,
        purchases.approve,
        _approve,
        _day("approved_on"),
        _plain,
        permission="purchases.approve",
    ),
    Act(
        "offer",
        N_("Write down an offer"),
        "offered",
        offers.BidDraft,
        offers.record_bid,
        _offer,
        _day("received_on"),
        _offer_given,
    ),
    Act(
        "award",
        N_("Announce the winner"),
        "awarded",
        offers.AwardDraft,
        offers.award,
        _award,
        _award_values,
        _plain,
    ),
    Act(
        "sign",
        N_("Contract or order"),
        "signed",
        signing.SignDraft,
        signing.sign,
        _sign,
        _sign_values,
        _sign_given,
        rename=lambda name: {"fine_ppm_day": "fine_percent", "guarantee_satang": "guarantee_baht"}.get(name, name),
    ),
    Act(
        "copy",
        N_("Copy of the contract sent"),
        "copy_sent",
        signing.CopyDraft,
        signing.send_copy,
        _copy,
        _day("copy_sent_on"),
        _plain,
    ),
    Act(
        "deliver",
        N_("Goods were delivered"),
        "delivered",
        receiving.DeliveryDraft,
        receiving.deliver,
        _deliver,
        _deliver_values,
        _deliver_given,
    ),
    Act(
        "inspect",
        N_("Inspect and accept"),
        "inspected",
        receiving.InspectDraft,
        receiving.inspect,
        _inspect,
        _inspect_values,
        _inspect_given,
        of_delivery=True,
    ),
    Act(
        "pay",
        N_("Write down the payment"),
        "paid",
        receiving.PayDraft,
        receiving.pay,
        _pay,
        _day("paid_on"),
        _pay_given,
        of_delivery=True,
    ),
)
