"""Training, help and assets of an innovation; a school sees its own lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from innovation.models.innovation import Innovation
from innovation.models.rollout import HelpRequest, Training, UsedAsset
from inventory.models.asset import Asset
from inventory.models.site import Site
from inventory.queries.assets import seen as seen_assets
from inventory.queries.sight import Sight


@dataclass(frozen=True, slots=True)
class Keeping:
    """`site` is None where several schools or nobody in particular were meant."""

    trainings: Sequence[tuple[Training, Site | None]]
    help: Sequence[tuple[HelpRequest, Site | None]]
    assets: Sequence[tuple[UsedAsset, Asset]]

    @property
    def taught(self) -> int:
        """People, counted once for each training."""
        return sum(one.people for one, _site in self.trainings)

    @property
    def waiting(self) -> int:
        """Requests without an answer."""
        return sum(one.answered_on is None for one, _site in self.help)

    @property
    def mean_days(self) -> float | None:
        """Days from question to answer, in the mean over those that were answered."""
        days = [(one.answered_on - one.asked_on).days for one, _site in self.help if one.answered_on is not None]
        return sum(days) / len(days) if days else None


def keeping_of(session: Session, sight: Sight, innovation: Innovation) -> Keeping:
    """The newest first; help that waits before all."""
    trainings = (
        select(Training, Site)
        .join(Site, col(Site.id) == Training.site_id, isouter=True)
        .where(Training.innovation_id == innovation.id)
        .order_by(col(Training.held_on).desc(), col(Training.id))
    )
    asked = (
        select(HelpRequest, Site)
        .join(Site, col(Site.id) == HelpRequest.site_id, isouter=True)
        .where(HelpRequest.innovation_id == innovation.id)
        .order_by(col(HelpRequest.answered_on).is_not(None), col(HelpRequest.asked_on).desc(), col(HelpRequest.id))
    )
    if sight.site_id is not None:
        trainings = trainings.where(Training.site_id == sight.site_id)
        asked = asked.where(HelpRequest.site_id == sight.site_id)
    assets = (
        select(UsedAsset, Asset)
        .join(Asset, col(Asset.id) == UsedAsset.asset_id)
        .where(UsedAsset.innovation_id == innovation.id, seen_assets(sight))
        .order_by(col(UsedAsset.fitting), col(Asset.number))
    )
    return Keeping(
        list(session.exec(trainings).all()), list(session.exec(asked).all()), list(session.exec(assets).all())
    )
