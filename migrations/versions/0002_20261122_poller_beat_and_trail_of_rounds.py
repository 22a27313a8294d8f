"""Poller beat and trail of rounds

Revision: 0002_20261122
Follows: 0001_20261122
"""

import sqlalchemy as sa
from alembic import op


revision = '0002_20261122'
down_revision = '0001_20261122'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('poller_beat',
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seconds', sa.Float(), nullable=False),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.Column('failed', sa.Integer(), nullable=False),
    sa.Column('detail', sa.String(length=255), nullable=False),
    sa.PrimaryKeyConstraint('kind', name=op.f('pk_poller_beat'))
    )
    with op.batch_alter_table('current_state', schema=None) as batch_op:
        batch_op.add_column(sa.Column('trail', sa.String(length=2000), nullable=False, server_default=''))
        batch_op.alter_column('recent', type_=sa.String(length=17), existing_nullable=False)



def downgrade() -> None:
    with op.batch_alter_table('current_state', schema=None) as batch_op:
        batch_op.alter_column('recent', type_=sa.String(length=16), existing_nullable=False)
        batch_op.drop_column('trail')

    op.drop_table('poller_beat')
