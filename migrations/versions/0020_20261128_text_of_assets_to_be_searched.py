"""text of assets to be searched

Revision: 0020_20261128
Follows: 0019_20261128
"""

import sqlalchemy as sa
from alembic import op


revision = '0020_20261128'
down_revision = '0019_20261128'
branch_labels = None
depends_on = None

SEARCHED = ('number', 'gfmis_no', 'name', 'brand', 'model', 'serial', 'custodian', 'place')
THAI_DIGITS = str.maketrans('๐๑๒๓๔๕๖๗๘๙', '0123456789')


def upgrade() -> None:
    with op.batch_alter_table('asset', schema=None) as batch_op:
        batch_op.add_column(sa.Column('search_text', sa.Text(), nullable=False, server_default=''))
    connection = op.get_bind()
    table = sa.table('asset', sa.column('id'), sa.column('search_text'), *(sa.column(name) for name in SEARCHED))
    rows = connection.execute(sa.select(table.c.id, *(table.c[name] for name in SEARCHED))).all()
    texts = [
        {'row': row[0], 'text': ' '.join(' '.join(row[1:]).translate(THAI_DIGITS).casefold().split())} for row in rows
    ]
    if texts:
        wanted = sa.update(table).where(table.c.id == sa.bindparam('row')).values(search_text=sa.bindparam('text'))
        connection.execute(wanted, texts)
    if connection.dialect.name != 'postgresql':
        op.create_index('ix_asset_search_text', 'asset', ['search_text'])
    elif _has_trigrams(connection):
        op.create_index(
            'ix_asset_search_text',
            'asset',
            ['search_text'],
            postgresql_using='gin',
            postgresql_ops={'search_text': 'gin_trgm_ops'},
        )


def _has_trigrams(connection: sa.Connection) -> bool:
    """Without pg_trgm, or the right to switch it on, a search reads the column of every row: slower, and the same."""
    known = connection.execute(sa.text("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")).first()
    if known is None:
        return False
    try:
        with connection.begin_nested():
            connection.execute(sa.text('CREATE EXTENSION IF NOT EXISTS pg_trgm'))
    except sa.exc.DBAPIError:
        return False
    return True


def downgrade() -> None:
    with op.batch_alter_table('asset', schema=None) as batch_op:
        batch_op.drop_index('ix_asset_search_text')
        batch_op.drop_column('search_text')
