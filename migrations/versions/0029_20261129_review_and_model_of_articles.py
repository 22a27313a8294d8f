"""the day of review of an article, and the model of device that it tells about

Revision: 0029_20261129
Follows: 0028_20261129
"""

import sqlalchemy as sa
from alembic import op


revision = '0029_20261129'
down_revision = '0028_20261129'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('article', schema=None) as batch_op:
        batch_op.add_column(sa.Column('model', sa.String(length=255), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('review_on', sa.Date(), nullable=True))
    with op.batch_alter_table('article', schema=None) as batch_op:
        batch_op.alter_column('model', server_default=None)
    # What was written of a device tells about its model.
    op.execute(
        sa.text(
            "UPDATE article SET model = COALESCE((SELECT TRIM(device.vendor || ' ' || device.model) FROM device"
            " WHERE device.id = article.subject_id), '') WHERE subject = 'device'"
        )
    )


def downgrade() -> None:
    with op.batch_alter_table('article', schema=None) as batch_op:
        batch_op.drop_column('review_on')
        batch_op.drop_column('model')
