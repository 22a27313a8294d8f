"""an index from which ends of warranties are counted

Revision: 0031_20261129
Follows: 0030_20261129
"""

from alembic import op


revision = '0031_20261129'
down_revision = '0030_20261129'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_asset_warranty', 'asset', ['office_id', 'warranty_until', 'standing', 'site_id'])
    op.drop_index('ix_asset_warranty_until', 'asset')


def downgrade() -> None:
    op.create_index('ix_asset_warranty_until', 'asset', ['warranty_until'])
    op.drop_index('ix_asset_warranty', 'asset')
