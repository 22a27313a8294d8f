"""Who may do what: a literal table, and the dependency by which every route names the permission it needs.

Denied by default: a role that is not named in the table has nothing, and a route without an `Allowed` or `Open`
dependency fails tests/web/test_access.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, select

from inventory.models.site import Office
from inventory.queries.sight import Sight
from netops.audit import Actor
from netops.models.person import Role
from service.refusal import MissingError
from service.web.access import Allowed

_ADMIN: Final = frozenset({Role.ADMIN})
_IT: Final = _ADMIN | {Role.IT}
_CONTRACTS: Final = _IT | {Role.SUPPLY}
_SUPPLY: Final = _ADMIN | {Role.SUPPLY}
_OFFICE: Final = _IT | {Role.SUPPLY, Role.PLANNER, Role.DIRECTOR, Role.VIEWER}
_EVERYONE: Final = _OFFICE | {Role.SCHOOL}

# A school's person is held to one site by `Visitor.sight`, whatever the permission.
PERMISSIONS: Final[dict[str, frozenset[Role]]] = {
    "self": _EVERYONE,  # one's own account, language, saved views, signing out
    "board.read": _OFFICE,
    "sites.read": _EVERYONE,
    "sites.write": _IT,
    "links.read": _EVERYONE,
    "links.write": _IT,
    "devices.read": _EVERYONE,
    "devices.write": _IT,
    "providers.read": _EVERYONE,
    "providers.write": _IT,
    "contracts.read": _OFFICE,
    "contracts.write": _CONTRACTS,
    # A school sees, drafts and sends the claims of contracts that it pays itself, and no others.
    "claims.read": _EVERYONE,
    "claims.write": _CONTRACTS | {Role.SCHOOL},
    "criteria.read": _OFFICE,
    "criteria.write": _SUPPLY,
    # A school sees what it buys itself, and of what is approved the part that comes to it.
    "specs.read": _EVERYONE,
    "specs.write": _CONTRACTS,
    "specs.approve": frozenset({Role.DIRECTOR}),
    # The office's supply staff keep the book of every unit, a school's people that of their own.
    "assets.read": _EVERYONE,
    "assets.write": _SUPPLY | {Role.SCHOOL},
    "repairs.read": _EVERYONE,
    "repairs.write": _IT | {Role.SUPPLY, Role.SCHOOL},
    # Spares are taken by the people of IT too, when a device fails.
    "stock.read": _EVERYONE,
    "stock.write": _IT | {Role.SUPPLY, Role.SCHOOL},
    # Supply staff, and a school's people for their own unit, prepare and close an inspection; who records in it is who
    # was appointed to it, which the round itself says.
    "inspections.read": _EVERYONE,
    "inspections.write": _SUPPLY | {Role.SCHOOL},
    "inspections.record": _EVERYONE,
    "asset_classes.read": _OFFICE,
    "asset_classes.write": _SUPPLY,
    # Schools ask and see their own, IT enters and proposes, the director decides.
    "needs.read": _EVERYONE,
    "needs.write": _IT | {Role.SCHOOL},
    "needs.review": _IT,
    "pupils.read": _EVERYONE,
    "pupils.write": _IT | {Role.PLANNER, Role.SCHOOL},
    "need_papers.write": (_OFFICE - {Role.VIEWER}) | {Role.SCHOOL},
    "need_rules.read": _OFFICE,
    "need_rules.write": _IT,
    "needs.decide": _ADMIN | {Role.DIRECTOR},
    # A school sees its own risks. IT judges and treats them, and may propose to accept one; the director accepts.
    "risks.read": _EVERYONE,
    "risks.write": _IT,
    "risk_papers.write": (_OFFICE - {Role.VIEWER}) | {Role.SCHOOL},
    "risks.accept": _ADMIN | {Role.DIRECTOR},
    "risk_rules.read": _OFFICE,
    "risk_rules.write": _IT,
    # Plan and purchases: a school keeps and sees those of its own unit.
    "procurement_plan.read": _EVERYONE,
    "procurement_plan.write": _SUPPLY | {Role.SCHOOL},
    "procurement_plan.confirm": _ADMIN | {Role.PLANNER},
    "purchases.read": _EVERYONE,
    "purchases.write": _SUPPLY | {Role.SCHOOL},
    "purchases.approve": frozenset({Role.DIRECTOR, Role.SCHOOL}),
    "contract_events.read": _OFFICE - {Role.VIEWER},
    # The service of the annual plan, which signs in as a planner, says that money for needs is gone.
    "contract_events.write": _ADMIN | {Role.PLANNER},
    # Schools that close: what is left of their network.
    "decommissions.read": _OFFICE,
    "planning.read": _OFFICE,
    "decommissions.write": _IT,
    # What planning services keep a copy of; they read it with their own token.
    "data.read": _OFFICE,
    "quality.read": _EVERYONE,
    "outages.read": _EVERYONE,
    "outages.acknowledge": _IT,
    "reports.write": _IT,
    "events.read": _EVERYONE,
    "search.read": _EVERYONE,
    "topology.read": _EVERYONE,
    "sightings.read": _IT,
    "strangers.read": _IT,
    "strangers.write": _IT,
    "configs.read": _IT,
    "configs.restore": _ADMIN,
    "compliance.read": _IT,
    "compliance.write": _IT,
    "lifecycle.read": _OFFICE,
    "messages.read": _IT,
    "log_sources.read": _EVERYONE,
    "log_sources.write": _IT,
    "credentials.read": _IT,
    "credentials.write": _IT,
    "calendars.read": _OFFICE,
    "calendars.write": _IT,
    "maintenance.read": _OFFICE,
    "maintenance.write": _IT,
    "runbooks.read": _OFFICE,
    "runbooks.follow": _IT,
    "first_aid.read": _OFFICE,
    "first_aid.run": _IT,
    "articles.read": _OFFICE,
    "articles.write": _IT | {Role.PLANNER},
    "papers.read": _EVERYONE,
    "papers.write": _IT | {Role.PLANNER, Role.DIRECTOR},
    "paper_templates.read": _OFFICE,
    "paper_templates.write": _IT | {Role.PLANNER},
    "paper_numbers.write": _IT | {Role.DIRECTOR},
    "reports.read": _OFFICE,
    "reports.make": _OFFICE - {Role.VIEWER},
    # Who does a step is told by the step; a school sees and walks its own cases only.
    "cases.read": _EVERYONE,
    "cases.start": _OFFICE - {Role.VIEWER},
    "cases.walk": _EVERYONE - {Role.VIEWER},
    "committees.write": _OFFICE - {Role.VIEWER},
    # Each unit keeps registers of its own.
    "letters.read": _EVERYONE,
    "letters.write": _EVERYONE - {Role.VIEWER},
    # Whoever may read a paper may bring its signed scan; a school those of its own.
    "papers.sign": _EVERYONE - {Role.VIEWER},
    "due.read": _EVERYONE,
    # A school sees what it owns, tries out or is to have.
    "innovations.read": _EVERYONE,
    "innovations.write": _IT,
    "innovations.decide": frozenset({Role.DIRECTOR}),
    "innovation_reports.read": _OFFICE,
    "rollouts.answer": frozenset({Role.SCHOOL}),
    "outcome_targets.write": _IT | {Role.PLANNER},
    # A school sees its own file and says how things are there; IT writes, the director decides about changes.
    "network.read": _EVERYONE,
    "network.write": _IT,
    "network.survey": _IT | {Role.SCHOOL},
    "network.decide": frozenset({Role.DIRECTOR}),
    "network_targets.write": _IT | {Role.PLANNER},
    "network_reports.read": _OFFICE,
    "ict_plans.read": _OFFICE,
    "ict_plans.write": _IT | {Role.PLANNER},
    "exports.run": _OFFICE,
    # Of the kinds that a person may write: see netops/web/pages/imports.py. A school: into its own book.
    "imports.run": _CONTRACTS | {Role.SCHOOL},
    "scans.run": _IT,
    "jobs.read": _CONTRACTS | {Role.SCHOOL},  # one's own
    "all_jobs.read": _IT,
    "submissions.read": _IT | {Role.SCHOOL},
    "submissions.write": frozenset({Role.SCHOOL}),
    "submissions.review": _IT,
    "school_accounts.write": _IT,
    "agents.read": _IT,
    "agents.write": _IT,
    "people.read": _ADMIN,
    "people.write": _ADMIN,
    "tokens.own": _IT,
    "settings.read": _IT,
    "settings.write": _ADMIN,
    "limits.read": _OFFICE,
    "limits.write": _IT,
    "alerts.read": _EVERYONE,
    "channels.read": _IT,
    "channels.write": _ADMIN,
    "subscriptions.write": _IT,
    "deliveries.read": _IT,
    "deliveries.write": _IT,
    "audit.read": _ADMIN,
    "metrics.read": _IT,
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person in a request. `scopes` is None in a browser session; a token has what it was given."""

    person_id: int
    office_id: int
    office_name: str
    site_id: int | None
    username: str
    name: str
    role: Role
    language: str
    address: str
    csrf: str = ""
    scopes: frozenset[str] | None = None

    @property
    def sight(self) -> Sight:
        """What this person's queries may see. A school's person without a site sees nothing."""
        if self.role is Role.SCHOOL:
            return Sight(self.office_id, self.site_id if self.site_id is not None else 0)
        return Sight(self.office_id)

    @property
    def is_school(self) -> bool:
        """Whether this is somebody of a school."""
        return self.role is Role.SCHOOL

    @property
    def actor(self) -> Actor:
        """For the audit log."""
        return Actor(self.name or self.username, self.office_id, self.person_id, self.address)

    def may(self, permission: str) -> bool:
        """Whether role and token scopes allow it. Scopes: permission names, or `read` for all that only read."""
        if self.role not in PERMISSIONS[permission]:
            return False
        if self.scopes is None or permission in self.scopes or "all" in self.scopes:
            return True
        return "read" in self.scopes and permission.endswith(".read")


@dataclass(frozen=True, slots=True)
class SiblingVisitor:
    """A planning service with its own token: it reads what is told and given to siblings, of every office, no more."""

    service: str
    language: str = "en"
    csrf: str = ""
    scopes: frozenset[str] = frozenset({"contract_events.read", "data.read"})

    def may(self, permission: str) -> bool:
        """Whether siblings may."""
        return permission in self.scopes


def office_asked(session: Session, visitor: Visitor | SiblingVisitor, code: str) -> Office:
    """The office of this code; MissingError when there is none, or the visitor is of another."""
    office = session.exec(select(Office).where(Office.code == code)).first()
    if office is None or (isinstance(visitor, Visitor) and office.id != visitor.office_id):
        raise MissingError("office")
    return office


def allowed(permission: str) -> Allowed:
    """For `Annotated[Visitor, Depends(allowed("sites.read"))]`. KeyError for a permission that the table lacks."""
    if permission not in PERMISSIONS:
        raise KeyError(permission)
    return Allowed(permission)
