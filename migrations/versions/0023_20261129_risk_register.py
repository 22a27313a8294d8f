"""risk register

Revision: 0023_20261129
Follows: 0022_20261128
"""

import sqlalchemy as sa
from alembic import op


revision = '0023_20261129'
down_revision = '0022_20261128'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('risk_parameter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(length=64), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('window_days', sa.Integer(), nullable=False),
    sa.Column('steps', sa.JSON(), nullable=False),
    sa.Column('opens_at', sa.Integer(), nullable=False),
    sa.Column('impact', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=255), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_risk_parameter_office_id_office')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_risk_parameter')),
    sa.UniqueConstraint('office_id', 'rule', 'valid_from', name=op.f('uq_risk_parameter_office_id'))
    )
    op.create_table('risk_scale',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('scale', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_risk_scale_office_id_office')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_risk_scale')),
    sa.UniqueConstraint('office_id', 'valid_from', name=op.f('uq_risk_scale_office_id'))
    )
    op.create_table('risk',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=True),
    sa.Column('device_id', sa.Integer(), nullable=True),
    sa.Column('link_id', sa.Integer(), nullable=True),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(length=64), nullable=False),
    sa.Column('key', sa.String(length=400), nullable=True),
    sa.Column('subject', sa.String(length=32), nullable=False),
    sa.Column('thing', sa.String(length=255), nullable=False),
    sa.Column('title', sa.String(length=255), nullable=False),
    sa.Column('group', sa.String(length=32), nullable=False),
    sa.Column('service', sa.String(length=120), nullable=False),
    sa.Column('threat', sa.String(length=2000), nullable=False),
    sa.Column('vulnerability', sa.String(length=2000), nullable=False),
    sa.Column('controls', sa.String(length=2000), nullable=False),
    sa.Column('concerns', sa.String(length=3), nullable=False),
    sa.Column('likelihood', sa.Integer(), nullable=False),
    sa.Column('likelihood_basis', sa.String(length=32), nullable=False),
    sa.Column('impact', sa.Integer(), nullable=False),
    sa.Column('impact_basis', sa.String(length=32), nullable=False),
    sa.Column('weighed_impact', sa.Integer(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=32), nullable=False),
    sa.Column('figure', sa.Integer(), nullable=True),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('is_supported', sa.Boolean(), nullable=False),
    sa.Column('owner', sa.String(length=120), nullable=False),
    sa.Column('treatment', sa.String(length=32), nullable=True),
    sa.Column('plan', sa.String(length=2000), nullable=False),
    sa.Column('residual_likelihood', sa.Integer(), nullable=True),
    sa.Column('residual_impact', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('identified_on', sa.Date(), nullable=False),
    sa.Column('review_on', sa.Date(), nullable=True),
    sa.Column('review_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('review_why', sa.String(length=32), nullable=False),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reviewed_by', sa.String(length=120), nullable=False),
    sa.Column('accepted_until', sa.Date(), nullable=True),
    sa.Column('accepted_by', sa.String(length=120), nullable=False),
    sa.Column('accepted_why', sa.String(length=2000), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_why', sa.String(length=2000), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_risk_device_id_device')),
    sa.ForeignKeyConstraint(['link_id'], ['link.id'], name=op.f('fk_risk_link_id_link')),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_risk_office_id_office')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_risk_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_risk')),
    sa.UniqueConstraint('office_id', 'key', name='uq_risk_key'),
    sa.UniqueConstraint('office_id', 'number', name='uq_risk_number')
    )
    with op.batch_alter_table('risk', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_risk_device_id'), ['device_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_risk_link_id'), ['link_id'], unique=False)
        batch_op.create_index('ix_risk_office_score', ['office_id', 'state', 'score'], unique=False)
        batch_op.create_index(batch_op.f('ix_risk_review_on'), ['review_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_risk_rule'), ['rule'], unique=False)
        batch_op.create_index(batch_op.f('ix_risk_site_id'), ['site_id'], unique=False)

    op.create_table('risk_assessment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('risk_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('movement', sa.String(length=32), nullable=False),
    sa.Column('likelihood', sa.Integer(), nullable=False),
    sa.Column('likelihood_basis', sa.String(length=32), nullable=False),
    sa.Column('impact', sa.Integer(), nullable=False),
    sa.Column('impact_basis', sa.String(length=32), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=32), nullable=False),
    sa.Column('figure', sa.Integer(), nullable=True),
    sa.Column('steps', sa.JSON(), nullable=False),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.Column('scale', sa.JSON(), nullable=False),
    sa.Column('note', sa.String(length=2000), nullable=False),
    sa.Column('actor', sa.String(length=120), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_risk_assessment_person_id_person')),
    sa.ForeignKeyConstraint(['risk_id'], ['risk.id'], name=op.f('fk_risk_assessment_risk_id_risk')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_risk_assessment'))
    )
    with op.batch_alter_table('risk_assessment', schema=None) as batch_op:
        batch_op.create_index('ix_risk_assessment_at', ['at', 'risk_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_risk_assessment_risk_id'), ['risk_id'], unique=False)

    op.create_table('risk_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('risk_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('actor', sa.String(length=120), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('note', sa.String(length=2000), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_risk_event_person_id_person')),
    sa.ForeignKeyConstraint(['risk_id'], ['risk.id'], name=op.f('fk_risk_event_risk_id_risk')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_risk_event'))
    )
    with op.batch_alter_table('risk_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_risk_event_risk_id'), ['risk_id'], unique=False)

    op.create_table('risk_task',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('risk_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=500), nullable=False),
    sa.Column('owner', sa.String(length=120), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('percent', sa.Integer(), nullable=False),
    sa.Column('is_automatic', sa.Boolean(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('dropped_on', sa.Date(), nullable=True),
    sa.Column('dropped_why', sa.String(length=500), nullable=False),
    sa.Column('note', sa.String(length=2000), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['risk_id'], ['risk.id'], name=op.f('fk_risk_task_risk_id_risk')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_risk_task'))
    )
    with op.batch_alter_table('risk_task', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_risk_task_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_risk_task_risk_id'), ['risk_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('risk_task', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_risk_task_risk_id'))
        batch_op.drop_index(batch_op.f('ix_risk_task_due_on'))

    op.drop_table('risk_task')
    with op.batch_alter_table('risk_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_risk_event_risk_id'))

    op.drop_table('risk_event')
    with op.batch_alter_table('risk_assessment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_risk_assessment_risk_id'))
        batch_op.drop_index('ix_risk_assessment_at')

    op.drop_table('risk_assessment')
    with op.batch_alter_table('risk', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_risk_site_id'))
        batch_op.drop_index(batch_op.f('ix_risk_rule'))
        batch_op.drop_index(batch_op.f('ix_risk_review_on'))
        batch_op.drop_index('ix_risk_office_score')
        batch_op.drop_index(batch_op.f('ix_risk_link_id'))
        batch_op.drop_index(batch_op.f('ix_risk_device_id'))

    op.drop_table('risk')
    op.drop_table('risk_scale')
    op.drop_table('risk_parameter')
