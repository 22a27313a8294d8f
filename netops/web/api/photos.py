"""Pictures of what a school submitted: sent by the school while the row waits, seen by whoever may see the row."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, File, Request, UploadFile
from fastapi.responses import Response

from netops import audit
from netops.people.photos import MEDIA_TYPE, MOST_BYTES, picture_of
from netops.people.submissions import add_photo, find_submission, photos_of, read_photo
from netops.web.access import Visitor, allowed
from netops.web.api.shapes import Shape
from service.uploads import Uploads
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1", tags=["submissions"])
MaySee = Annotated[Visitor, Depends(allowed("submissions.read"))]


class PhotoOut(Shape):
    """A picture that was drawn anew; fetch it at /submissions/photos/{id}."""

    id: int
    submission_id: int
    sha256: str
    media_type: str
    size_bytes: int


@router.post("/submissions/{submission_id}/photos", summary="Add a picture", status_code=HTTPStatus.CREATED)
def add_picture(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("submissions.write"))],
    submission_id: int,
    photo: Annotated[UploadFile, File(description="JPEG, PNG or WebP")],
) -> PhotoOut:
    """As on the page: verified, drawn anew, and only while the office has not reviewed the row."""
    row = find_submission(db, visitor.sight, submission_id)
    picture = picture_of(photo.file.read(MOST_BYTES + 1))
    added = add_photo(db, row, picture)
    Uploads(request.app.state.settings.data_dir).keep(picture.data)
    audit.record(db, visitor.actor, "submission.photo_added", subject="submission", subject_id=row.id)
    return PhotoOut.model_validate(added)


@router.get("/submissions/{submission_id}/photos", summary="The pictures of a submission")
def list_pictures(db: Db, visitor: MaySee, submission_id: int) -> list[PhotoOut]:
    """In the order they came."""
    row = find_submission(db, visitor.sight, submission_id)
    assert row.id is not None
    return [PhotoOut.model_validate(photo) for photo in photos_of(db, [row.id]).get(row.id, [])]


@router.get(
    "/submissions/photos/{photo_id}",
    summary="A picture",
    response_class=Response,
    responses={HTTPStatus.OK.value: {"content": {MEDIA_TYPE: {}}}},
)
def get_picture(request: Request, db: Db, visitor: MaySee, photo_id: int) -> Response:
    """As JPEG and as nothing else."""
    data = read_photo(db, visitor.sight, photo_id, Uploads(request.app.state.settings.data_dir))
    return Response(data, media_type=MEDIA_TYPE, headers={"Cache-Control": "private, max-age=3600"})
