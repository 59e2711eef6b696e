"""How Alembic runs here: always on a connection that it is given, inside that connection's transaction."""

from alembic import context

from desk.persistence.mapping import map_all
from desk.persistence.registry import metadata

map_all()
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite can undo a CREATE TABLE too; Alembic only assumes that it cannot.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
