"""Codes of papers, and the signed scans that lock them

Revision: 0015_20261128
Follows: 0014_20261128
"""

import sqlalchemy as sa
from alembic import op


revision = '0015_20261128'
down_revision = '0014_20261128'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A column and an index beside the table: SQLite need not copy it.
    op.add_column('paper', sa.Column('code', sa.String(length=16), nullable=True))
    op.create_index(op.f('ix_paper_code'), 'paper', ['code'], unique=True)
    op.create_table('signed_scan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('paper_id', sa.Integer(), nullable=False),
    sa.Column('paper_sha256', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('media_type', sa.String(length=120), nullable=False),
    sa.Column('size_bytes', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('code_from', sa.String(length=32), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('uploaded_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_signed_scan_paper_id_paper')),
    sa.ForeignKeyConstraint(['uploaded_by'], ['person.id'], name=op.f('fk_signed_scan_uploaded_by_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signed_scan')),
    sa.UniqueConstraint('paper_id', name=op.f('uq_signed_scan_paper_id'))
    )
    with op.batch_alter_table('signed_scan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signed_scan_sha256'), ['sha256'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('signed_scan', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_signed_scan_sha256'))

    op.drop_table('signed_scan')
    op.drop_index(op.f('ix_paper_code'), table_name='paper')
    op.drop_column('paper', 'code')
