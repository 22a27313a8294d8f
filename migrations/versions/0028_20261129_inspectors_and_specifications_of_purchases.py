"""who inspects a purchase; a purchase names a specification that exists

Revision: 0028_20261129
Follows: 0027_20261129
"""

import sqlalchemy as sa
from alembic import op


revision = '0028_20261129'
down_revision = '0027_20261129'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What names a row that is gone would be refused by the new key.
    op.execute(sa.text('UPDATE purchase SET spec_id = NULL WHERE spec_id NOT IN (SELECT id FROM spec)'))
    op.execute(
        sa.text('UPDATE purchase_line SET spec_line_id = NULL WHERE spec_line_id NOT IN (SELECT id FROM spec_line)')
    )
    with op.batch_alter_table('purchase', schema=None) as batch_op:
        batch_op.add_column(sa.Column('committee_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('panel', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('panel_order_no', sa.String(length=120), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('panel_on', sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f('ix_purchase_committee_id'), ['committee_id'], unique=False)
        batch_op.create_foreign_key('fk_purchase_spec', 'spec', ['spec_id'], ['id'])
        batch_op.create_foreign_key('fk_purchase_committee', 'committee', ['committee_id'], ['id'])
    with op.batch_alter_table('purchase', schema=None) as batch_op:
        batch_op.alter_column('panel', server_default=None)
        batch_op.alter_column('panel_order_no', server_default=None)
    with op.batch_alter_table('purchase_line', schema=None) as batch_op:
        batch_op.create_foreign_key('fk_purchase_line_spec_line', 'spec_line', ['spec_line_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('purchase_line', schema=None) as batch_op:
        batch_op.drop_constraint('fk_purchase_line_spec_line', type_='foreignkey')
    with op.batch_alter_table('purchase', schema=None) as batch_op:
        batch_op.drop_constraint('fk_purchase_committee', type_='foreignkey')
        batch_op.drop_constraint('fk_purchase_spec', type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_purchase_committee_id'))
        batch_op.drop_column('panel_on')
        batch_op.drop_column('panel_order_no')
        batch_op.drop_column('panel')
        batch_op.drop_column('committee_id')
