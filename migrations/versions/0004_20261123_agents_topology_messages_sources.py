"""Agents, topology, messages, compliance and sources of facts

Revision: 0004_20261123
Follows: 0003_20261122
"""

import sqlalchemy as sa
from alembic import op


revision = '0004_20261123'
down_revision = '0003_20261122'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('agent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('code_hash', sa.String(length=255), nullable=False),
    sa.Column('code_ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('token_hash', sa.String(length=255), nullable=False),
    sa.Column('public_key', sa.String(length=255), nullable=False),
    sa.Column('version', sa.String(length=64), nullable=False),
    sa.Column('enrolled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('heard_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('heard_from', sa.String(length=64), nullable=False),
    sa.Column('silent_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('returned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('late_rounds', sa.Integer(), nullable=False),
    sa.Column('clock_offset_s', sa.Float(), nullable=True),
    sa.Column('rtt_ms', sa.Float(), nullable=True),
    sa.Column('waiting', sa.Integer(), nullable=False),
    sa.Column('dropped', sa.Integer(), nullable=False),
    sa.Column('last_sequence', sa.BigInteger(), nullable=False),
    sa.Column('targets_revision', sa.String(length=64), nullable=False),
    sa.Column('held_revision', sa.BigInteger(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_agent_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agent'))
    )
    with op.batch_alter_table('agent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agent_site_id'), ['site_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agent_token_hash'), ['token_hash'], unique=False)

    op.create_table('agent_batch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agent_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.BigInteger(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('shift_s', sa.Float(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('refused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.ForeignKeyConstraint(['agent_id'], ['agent.id'], name=op.f('fk_agent_batch_agent_id_agent')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agent_batch')),
    sa.UniqueConstraint('agent_id', 'sequence', name=op.f('uq_agent_batch_agent_id'))
    )
    with op.batch_alter_table('agent_batch', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agent_batch_agent_id'), ['agent_id'], unique=False)

    op.create_table('address_sighting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('device_id', sa.Integer(), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('mac', sa.String(length=17), nullable=False),
    sa.Column('first_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_address_sighting_device_id_device')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_address_sighting'))
    )
    with op.batch_alter_table('address_sighting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_address_sighting_address'), ['address'], unique=False)
        batch_op.create_index(batch_op.f('ix_address_sighting_mac'), ['mac'], unique=False)
        batch_op.create_index('ix_address_sighting_now', ['device_id', 'gone_at'], unique=False)

    op.create_table('config_attempt',
    sa.Column('device_id', sa.Integer(), nullable=False),
    sa.Column('tried_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('good_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(length=32), nullable=False),
    sa.Column('detail', sa.String(length=500), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('stale_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('key_refused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('offered_key', sa.String(length=2048), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_config_attempt_device_id_device')),
    sa.PrimaryKeyConstraint('device_id', name=op.f('pk_config_attempt'))
    )
    op.create_table('connection',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('device_id', sa.Integer(), nullable=False),
    sa.Column('port', sa.String(length=255), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('other_port', sa.String(length=255), nullable=False),
    sa.Column('basis', sa.String(length=32), nullable=False),
    sa.Column('first_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_connection_device_id_device')),
    sa.ForeignKeyConstraint(['other_id'], ['device.id'], name=op.f('fk_connection_other_id_device')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_connection'))
    )
    with op.batch_alter_table('connection', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_connection_device_id'), ['device_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_connection_other_id'), ['other_id'], unique=False)

    op.create_table('fact_source',
    sa.Column('device_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('value', sa.String(length=1024), nullable=False),
    sa.Column('source', sa.String(length=1024), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_fact_source_device_id_device')),
    sa.PrimaryKeyConstraint('device_id', 'name', name=op.f('pk_fact_source'))
    )
    op.create_table('log_source',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kept_where', sa.String(length=255), nullable=False),
    sa.Column('retention_days', sa.Integer(), nullable=False),
    sa.Column('has_traffic', sa.Boolean(), nullable=False),
    sa.Column('device_id', sa.Integer(), nullable=True),
    sa.Column('checked_on', sa.Date(), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_log_source_device_id_device')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_log_source_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_log_source'))
    )
    with op.batch_alter_table('log_source', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_log_source_site_id'), ['site_id'], unique=False)

    op.create_table('mac_sighting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('device_id', sa.Integer(), nullable=False),
    sa.Column('port', sa.String(length=255), nullable=False),
    sa.Column('vlan', sa.Integer(), nullable=True),
    sa.Column('mac', sa.String(length=17), nullable=False),
    sa.Column('first_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_mac_sighting_device_id_device')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mac_sighting'))
    )
    with op.batch_alter_table('mac_sighting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mac_sighting_mac'), ['mac'], unique=False)
        batch_op.create_index('ix_mac_sighting_now', ['device_id', 'gone_at'], unique=False)

    op.create_table('message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('channel', sa.String(length=32), nullable=False),
    sa.Column('sender', sa.String(length=64), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=True),
    sa.Column('device_id', sa.Integer(), nullable=True),
    sa.Column('facility', sa.Integer(), nullable=True),
    sa.Column('severity', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('text', sa.String(length=2048), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_message_device_id_device')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_message_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message'))
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_at'), ['at'], unique=False)
        batch_op.create_index('ix_message_device_at', ['device_id', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_sender'), ['sender'], unique=False)
        batch_op.create_index('ix_message_site_at', ['site_id', 'at'], unique=False)

    op.create_table('message_count',
    sa.Column('hour', sa.DateTime(timezone=True), nullable=False),
    sa.Column('channel', sa.String(length=32), nullable=False),
    sa.Column('sender', sa.String(length=64), nullable=False),
    sa.Column('device_id', sa.Integer(), nullable=True),
    sa.Column('received', sa.Integer(), nullable=False),
    sa.Column('kept', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_message_count_device_id_device')),
    sa.PrimaryKeyConstraint('hour', 'channel', 'sender', name=op.f('pk_message_count'))
    )
    op.create_table('radio',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('device_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('ssid', sa.String(length=255), nullable=False),
    sa.Column('channel', sa.Integer(), nullable=True),
    sa.Column('clients', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_radio_device_id_device')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_radio'))
    )
    with op.batch_alter_table('radio', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_radio_device_id'), ['device_id'], unique=False)

    op.create_table('stranger',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=255), nullable=False),
    sa.Column('device_id', sa.Integer(), nullable=False),
    sa.Column('port', sa.String(length=255), nullable=False),
    sa.Column('basis', sa.String(length=32), nullable=False),
    sa.Column('mac', sa.String(length=17), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('descr', sa.String(length=1024), nullable=False),
    sa.Column('maker', sa.String(length=255), nullable=False),
    sa.Column('decision', sa.String(length=32), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('made_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('first_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['decided_by'], ['person.id'], name=op.f('fk_stranger_decided_by_person')),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_stranger_device_id_device')),
    sa.ForeignKeyConstraint(['made_id'], ['device.id'], name=op.f('fk_stranger_made_id_device')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_stranger_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stranger'))
    )
    with op.batch_alter_table('stranger', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stranger_mac'), ['mac'], unique=False)
        batch_op.create_index('ix_stranger_site_key', ['site_id', 'key'], unique=True)

    op.create_table('compliance_result',
    sa.Column('device_id', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(length=64), nullable=False),
    sa.Column('grade', sa.String(length=32), nullable=False),
    sa.Column('evidence', sa.String(length=1024), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=True),
    sa.Column('revision', sa.String(length=64), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_compliance_result_device_id_device')),
    sa.ForeignKeyConstraint(['version_id'], ['config_version.id'], name=op.f('fk_compliance_result_version_id_config_version')),
    sa.PrimaryKeyConstraint('device_id', 'rule', name=op.f('pk_compliance_result'))
    )
    op.create_table('exemption',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(length=64), nullable=False),
    sa.Column('device_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_exemption_device_id_device')),
    sa.ForeignKeyConstraint(['made_by'], ['person.id'], name=op.f('fk_exemption_made_by_person')),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_exemption_office_id_office')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exemption'))
    )
    with op.batch_alter_table('exemption', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_exemption_device_id'), ['device_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_exemption_office_id'), ['office_id'], unique=False)

    op.create_table('device_support',
    sa.Column('device_id', sa.Integer(), nullable=False),
    sa.Column('end_of_sale', sa.Date(), nullable=True),
    sa.Column('end_of_support', sa.Date(), nullable=True),
    sa.Column('certainty', sa.String(length=32), nullable=False),
    sa.Column('source', sa.String(length=255), nullable=False),
    sa.Column('url', sa.String(length=500), nullable=False),
    sa.Column('retrieved_on', sa.Date(), nullable=True),
    sa.Column('software_end', sa.Date(), nullable=True),
    sa.Column('software_certainty', sa.String(length=32), nullable=False),
    sa.Column('software_source', sa.String(length=255), nullable=False),
    sa.Column('software_url', sa.String(length=500), nullable=False),
    sa.Column('family', sa.String(length=255), nullable=False),
    sa.Column('newest_version', sa.String(length=255), nullable=False),
    sa.Column('firmware', sa.String(length=32), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_device_support_device_id_device')),
    sa.PrimaryKeyConstraint('device_id', name=op.f('pk_device_support'))
    )
    with op.batch_alter_table('device_support', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_device_support_end_of_support'), ['end_of_support'], unique=False)

    with op.batch_alter_table('config_version', schema=None) as batch_op:
        batch_op.add_column(sa.Column('occasion', sa.String(length=32), nullable=False, server_default='night'))

    with op.batch_alter_table('probe', schema=None) as batch_op:
        batch_op.add_column(sa.Column('until_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('rounds', sa.Integer(), nullable=True))

    with op.batch_alter_table('device', schema=None) as batch_op:
        batch_op.add_column(sa.Column('parent_by_hand', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('base_mac', sa.String(length=17), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('agent_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('acquired_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('warranty_until', sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f('ix_device_agent_id'), ['agent_id'], unique=False)
    # Until now every parent was set by a person.
    op.execute(sa.text('UPDATE device SET parent_by_hand = true WHERE parent_id IS NOT NULL'))

    with op.batch_alter_table('interface', schema=None) as batch_op:
        batch_op.add_column(sa.Column('poe_status', sa.String(length=32), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('poe_mw', sa.Integer(), nullable=True))

    with op.batch_alter_table('neighbour', schema=None) as batch_op:
        batch_op.add_column(sa.Column('remote_mac', sa.String(length=17), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('remote_address', sa.String(length=64), nullable=False, server_default=''))



def downgrade() -> None:
    with op.batch_alter_table('neighbour', schema=None) as batch_op:
        batch_op.drop_column('remote_address')
        batch_op.drop_column('remote_mac')

    with op.batch_alter_table('interface', schema=None) as batch_op:
        batch_op.drop_column('poe_mw')
        batch_op.drop_column('poe_status')

    with op.batch_alter_table('probe', schema=None) as batch_op:
        batch_op.drop_column('rounds')
        batch_op.drop_column('until_at')

    with op.batch_alter_table('device', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_device_agent_id'))
        batch_op.drop_column('warranty_until')
        batch_op.drop_column('acquired_on')
        batch_op.drop_column('agent_id')
        batch_op.drop_column('base_mac')
        batch_op.drop_column('parent_by_hand')

    with op.batch_alter_table('config_version', schema=None) as batch_op:
        batch_op.drop_column('occasion')

    with op.batch_alter_table('device_support', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_device_support_end_of_support'))

    op.drop_table('device_support')
    with op.batch_alter_table('exemption', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_exemption_office_id'))
        batch_op.drop_index(batch_op.f('ix_exemption_device_id'))

    op.drop_table('exemption')
    op.drop_table('compliance_result')
    with op.batch_alter_table('stranger', schema=None) as batch_op:
        batch_op.drop_index('ix_stranger_site_key')
        batch_op.drop_index(batch_op.f('ix_stranger_mac'))

    op.drop_table('stranger')
    with op.batch_alter_table('radio', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_radio_device_id'))

    op.drop_table('radio')
    op.drop_table('message_count')
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index('ix_message_site_at')
        batch_op.drop_index(batch_op.f('ix_message_sender'))
        batch_op.drop_index('ix_message_device_at')
        batch_op.drop_index(batch_op.f('ix_message_at'))

    op.drop_table('message')
    with op.batch_alter_table('mac_sighting', schema=None) as batch_op:
        batch_op.drop_index('ix_mac_sighting_now')
        batch_op.drop_index(batch_op.f('ix_mac_sighting_mac'))

    op.drop_table('mac_sighting')
    with op.batch_alter_table('log_source', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_log_source_site_id'))

    op.drop_table('log_source')
    op.drop_table('fact_source')
    with op.batch_alter_table('connection', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_connection_other_id'))
        batch_op.drop_index(batch_op.f('ix_connection_device_id'))

    op.drop_table('connection')
    op.drop_table('config_attempt')
    with op.batch_alter_table('address_sighting', schema=None) as batch_op:
        batch_op.drop_index('ix_address_sighting_now')
        batch_op.drop_index(batch_op.f('ix_address_sighting_mac'))
        batch_op.drop_index(batch_op.f('ix_address_sighting_address'))

    op.drop_table('address_sighting')
    with op.batch_alter_table('agent_batch', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agent_batch_agent_id'))

    op.drop_table('agent_batch')
    with op.batch_alter_table('agent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agent_token_hash'))
        batch_op.drop_index(batch_op.f('ix_agent_site_id'))

    op.drop_table('agent')
