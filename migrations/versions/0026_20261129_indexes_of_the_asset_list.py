"""indexes of the asset list and of what is awaited

Revision: 0026_20261129
Follows: 0025_20261129
"""

import sqlalchemy as sa
from alembic import op


revision = '0026_20261129'
down_revision = '0025_20261129'
branch_labels = None
depends_on = None

SUMMED = (
    *('standing', 'unit', 'class_id', 'fund', 'acquired_on', 'warranty_until', 'device_id', 'site_id'),
    *('quantity', 'price_satang'),
)


def upgrade() -> None:
    awaited = sa.text('working_at IS NULL')
    op.create_index(
        'ix_delivered_piece_awaited', 'delivered_piece', ['asset_id'], sqlite_where=awaited, postgresql_where=awaited
    )
    op.create_index('ix_asset_sums', 'asset', ['office_id', *SUMMED])
    if op.get_bind().dialect.name == 'sqlite':
        op.create_index('ix_asset_listed', 'asset', ['office_id', 'number', 'id', 'site_id', 'search_text'])
        op.drop_index('ix_asset_number', 'asset')
        op.drop_index('ix_asset_search_text', 'asset')


def downgrade() -> None:
    op.drop_index('ix_delivered_piece_awaited', 'delivered_piece')
    if op.get_bind().dialect.name == 'sqlite':
        op.create_index('ix_asset_search_text', 'asset', ['search_text'])
        op.create_index('ix_asset_number', 'asset', ['office_id', 'number', 'id'])
        op.drop_index('ix_asset_listed', 'asset')
    op.drop_index('ix_asset_sums', 'asset')
