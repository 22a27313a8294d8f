"""Registers of letters

Revision: 0017_20261128
Follows: 0016_20261128
"""

import sqlalchemy as sa
from alembic import op


revision = '0017_20261128'
down_revision = '0016_20261128'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('letter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=True),
    sa.Column('unit', sa.Integer(), nullable=False),
    sa.Column('direction', sa.String(length=32), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('issued_number_id', sa.Integer(), nullable=True),
    sa.Column('entered_on', sa.Date(), nullable=False),
    sa.Column('letter_no', sa.String(length=64), nullable=False),
    sa.Column('dated', sa.Date(), nullable=True),
    sa.Column('sender', sa.String(length=255), nullable=False),
    sa.Column('receiver', sa.String(length=255), nullable=False),
    sa.Column('subject', sa.String(length=500), nullable=False),
    sa.Column('action', sa.String(length=500), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('paper_id', sa.Integer(), nullable=True),
    sa.Column('file_name', sa.String(length=255), nullable=False),
    sa.Column('media_type', sa.String(length=120), nullable=False),
    sa.Column('size_bytes', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_by', sa.Integer(), nullable=True),
    sa.Column('void_reason', sa.String(length=255), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['work_case.id'], name=op.f('fk_letter_case_id_work_case')),
    sa.ForeignKeyConstraint(['entered_by'], ['person.id'], name=op.f('fk_letter_entered_by_person')),
    sa.ForeignKeyConstraint(['issued_number_id'], ['issued_number.id'], name=op.f('fk_letter_issued_number_id_issued_number')),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_letter_office_id_office')),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_letter_paper_id_paper')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_letter_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter')),
    sa.UniqueConstraint('office_id', 'unit', 'direction', 'year', 'number', name=op.f('uq_letter_office_id'))
    )
    with op.batch_alter_table('letter', schema=None) as batch_op:
        for name in ('office_id', 'site_id', 'entered_on', 'case_id', 'paper_id', 'sha256'):
            batch_op.create_index(batch_op.f(f'ix_letter_{name}'), [name], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('letter', schema=None) as batch_op:
        for name in ('sha256', 'paper_id', 'case_id', 'entered_on', 'site_id', 'office_id'):
            batch_op.drop_index(batch_op.f(f'ix_letter_{name}'))

    op.drop_table('letter')
