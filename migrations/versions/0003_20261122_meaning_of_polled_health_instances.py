"""Meaning of polled health instances

Revision: 0003_20261122
Follows: 0002_20261122
"""

import sqlalchemy as sa
from alembic import op


revision = '0003_20261122'
down_revision = '0002_20261122'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('snmp_memory', schema=None) as batch_op:
        batch_op.add_column(sa.Column('health', sa.String(), nullable=False, server_default=''))



def downgrade() -> None:
    with op.batch_alter_table('snmp_memory', schema=None) as batch_op:
        batch_op.drop_column('health')

