"""Staff as rows: who they are, what they may do, how they prove it."""

from __future__ import annotations

from flask_security import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from formsvc.db import Base

PersonRole = Table(
    "person_role",
    Base.metadata,
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("role.id", ondelete="RESTRICT"), primary_key=True),
)


class Role(Base, RoleMixin):
    """What a person may do; its name is a word of the moves ("coordinator", "officer")."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)


class Person(Base, UserMixin):
    """A member of staff. A person may hold several roles; four eyes compares persons."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    password: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    cluster: Mapped[str | None] = mapped_column(String(80))
    """Slug of an officer's partner cluster."""
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    """Changed to end every session of the person at once."""
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_last_counter: Mapped[int | None]
    """Counter of the last one-time code: a code works once, in any session."""
    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]  # theirs is list[RoleMixin]
        secondary=PersonRole, lazy="selectin"
    )

    @property
    def name(self) -> str:
        """The name that colleagues and the history see."""
        return self.username

    def holds(self, role: str) -> bool:
        """Say whether the person holds the role."""
        return any(one.name == role for one in self.roles)
