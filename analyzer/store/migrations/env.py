"""What Alembic runs: the migrations, on the connection and in the transaction of whoever opens the store."""

from alembic import context

from analyzer.store.tables import Table

context.configure(connection=context.config.attributes["connection"], target_metadata=Table.metadata)
context.run_migrations()
