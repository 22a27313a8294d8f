"""needs that treat risks, treatments put off, who knows a network, facts of siblings

Revision: 0032_20261129
Follows: 0031_20261129
"""

import sqlalchemy as sa
from alembic import op


revision = '0032_20261129'
down_revision = '0031_20261129'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('sibling_fact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.Column('done', sa.JSON(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_sibling_fact_office_id_office')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sibling_fact_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sibling_fact')),
    sa.UniqueConstraint('office_id', 'key', name=op.f('uq_sibling_fact_office_id'))
    )
    op.create_table('need_risk',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('risk_id', sa.Integer(), nullable=False),
    sa.Column('likelihood', sa.Integer(), nullable=False),
    sa.Column('impact', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=32), nullable=False),
    sa.Column('figure', sa.Integer(), nullable=True),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name=op.f('fk_need_risk_need_id_need')),
    sa.ForeignKeyConstraint(['risk_id'], ['risk.id'], name=op.f('fk_need_risk_risk_id_risk')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_need_risk')),
    sa.UniqueConstraint('need_id', 'risk_id', name=op.f('uq_need_risk_need_id'))
    )
    with op.batch_alter_table('need_risk', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_need_risk_risk_id'), ['risk_id'], unique=False)

    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.add_column(sa.Column('knows', sa.String(length=3), nullable=False, server_default=''))

    with op.batch_alter_table('risk', schema=None) as batch_op:
        batch_op.add_column(sa.Column('withheld', sa.JSON(), nullable=False, server_default='[]'))

    with op.batch_alter_table('risk_event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('words', sa.JSON(), nullable=False, server_default='[]'))

    for table, column in (('contact', 'knows'), ('risk', 'withheld'), ('risk_event', 'words')):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('risk_event', schema=None) as batch_op:
        batch_op.drop_column('words')

    with op.batch_alter_table('risk', schema=None) as batch_op:
        batch_op.drop_column('withheld')

    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.drop_column('knows')

    with op.batch_alter_table('need_risk', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_need_risk_risk_id'))

    op.drop_table('need_risk')
    op.drop_table('sibling_fact')
