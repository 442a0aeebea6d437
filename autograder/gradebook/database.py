"""nbgrader's database: opened, created as nbgrader creates it, and its faults told in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic.script import ScriptDirectory
from nbgrader.api import Base, Course
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import Connection, Engine, create_engine, delete, event, false, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from autograder.errors import GradebookError

BUSY_SECONDS = 15.0  # how long to wait for another program that writes to the database

_ADVICE = {  # what SQLite says, and what a person can do about it
    "database is locked": "another program is writing to it; close it, or try again in a moment",
    "readonly database": "it is read-only; check the permissions of the file and of its folder",
    "disk is full": "the disk is full; free some space and run the command again",
    "unable to open database": "it cannot be opened; check that its folder exists and may be written to",
    "disk I/O error": "the disk reported an error; check that it is healthy and not full",
    "not a database": "the file is not a database; restore it from a backup, or move it away to start a new one",
    "malformed": "the file is damaged; restore it from a backup",
    "no such column": "another version of nbgrader made it; back it up and run `nbgrader db upgrade`",
    "no such table": "another version of nbgrader made it; back it up and run `nbgrader db upgrade`",
}


def open_database(db_url: str, course_id: str) -> Engine:
    """Open nbgrader's database; a new one gets nbgrader's tables and its version stamp.

    nbgrader starts a second Python to learn the stamp (2.5 s here); asking alembic within this process takes 0.1 s and
    writes the same row. Tables and stamp are made in one transaction, so that an interruption leaves no database that
    nbgrader would take for an unversioned one.

    Args:
        db_url: SQLAlchemy's address of the database.
        course_id: nbgrader's id of the course; its row is made if it is missing.

    Raises:
        GradebookError: if it cannot be opened or written, or if its tables are another version's.
    """
    engine = _make_engine(db_url)
    with writing(engine) as connection:
        tables = inspect(connection).get_table_names()
        Base.metadata.create_all(bind=connection)
        head = ScriptDirectory(ALEMBIC_DIR).get_current_head()
        if not tables:
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
            connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": head})
        elif "alembic_version" in tables:
            _check_version(connection.scalar(text("SELECT version_num FROM alembic_version")), head, db_url)
        course = Course.__table__
        connection.execute(delete(course).where(false()))  # a read-only file is noticed only by a statement that writes
        if course_id and connection.scalar(select(course.c.id).where(course.c.id == course_id)) is None:
            connection.execute(insert(course).values(id=course_id))
    return engine


def open_to_read(db_url: str) -> Engine:
    """Open an existing database without taking its write lock."""
    return create_engine(db_url)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction: all of it is kept, or none.

    Raises:
        GradebookError: if the database refuses; then nothing was changed.
    """
    try:
        with engine.begin() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise explain(error, engine) from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection to read with.

    Raises:
        GradebookError: if the database refuses.
    """
    try:
        with engine.connect() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise explain(error, engine) from error


def explain(error: SQLAlchemyError, engine: Engine) -> GradebookError:
    """Put a database's fault into a sentence that says what to do."""
    cause = str(error.orig if isinstance(error, DBAPIError) else error)
    advice = next((advice for said, advice in _ADVICE.items() if said in cause), cause)
    return GradebookError(f"nbgrader's gradebook ({engine.url.render_as_string()}): {advice}")


def _make_engine(db_url: str) -> Engine:
    try:
        if not db_url.startswith("sqlite"):
            return create_engine(db_url)
        engine = create_engine(db_url, connect_args={"timeout": BUSY_SECONDS})
    except (SQLAlchemyError, ImportError) as error:
        raise GradebookError(f"nbgrader's gradebook has no usable address ({db_url}): {error}") from error
    event.listen(engine, "connect", _leave_transactions_to_us)
    event.listen(engine, "begin", _begin_for_writing)
    return engine


def _leave_transactions_to_us(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # else Python's module begins only at the first write, after our reads


def _begin_for_writing(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")  # a read lock that is upgraded later fails at once, not after a wait


def _check_version(found: str | None, head: str | None, db_url: str) -> None:
    if found != head:
        raise GradebookError(
            f"nbgrader's gradebook ({db_url}) has the tables of another nbgrader ({found}, not {head}): "
            "back it up and run `nbgrader db upgrade`"
        )
