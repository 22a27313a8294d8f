"""coverage of traffic logs

Revision: 0024_20261129
Follows: 0023_20261129
"""

import sqlalchemy as sa
from alembic import op


revision = '0024_20261129'
down_revision = '0023_20261129'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('log_coverage',
    sa.Column('log_source_id', sa.Integer(), nullable=False),
    sa.Column('device_id', sa.Integer(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('counted_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('silent_since', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_log_coverage_device_id_device')),
    sa.ForeignKeyConstraint(['log_source_id'], ['log_source.id'], name=op.f('fk_log_coverage_log_source_id_log_source')),
    sa.PrimaryKeyConstraint('log_source_id', name=op.f('pk_log_coverage'))
    )
    with op.batch_alter_table('log_coverage', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_log_coverage_device_id'), ['device_id'], unique=False)

    with op.batch_alter_table('message_count', schema=None) as batch_op:
        batch_op.create_index('ix_message_count_device', ['device_id', 'hour'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('message_count', schema=None) as batch_op:
        batch_op.drop_index('ix_message_count_device')

    with op.batch_alter_table('log_coverage', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_log_coverage_device_id'))

    op.drop_table('log_coverage')
