"""Staff as rows: who they are, what they may do, how they prove it, what was done to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from flask_security import RoleMixin, UserMixin
from sqlalchemy import JSON, Column, ForeignKey, LargeBinary, String, Table, Text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from formsvc.db import Base, UtcDateTime, state_column

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


class PersonCluster(Base):
    """A partner cluster whose cases an officer has, by its slug."""

    __tablename__ = "person_cluster"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    cluster: Mapped[str] = mapped_column(String(80), primary_key=True)


class Person(Base, UserMixin):
    """A member of staff. A person may hold several roles; four eyes compares persons."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str | None] = mapped_column(  # type: ignore[assignment]  # theirs is never None
        String(254), unique=True, index=True
    )
    """In small letters; None for a person made on the command line without one."""
    password: Mapped[str] = mapped_column(String(255), default="")
    """Hashed; empty until an invited person has chosen one."""
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    """Changed with the password: ends what was begun with the old one."""
    totp_secret: Mapped[str | None] = mapped_column(String(255))
    """Of the code app, encrypted by the library."""
    totp_counter: Mapped[int | None]
    """Counter of the last one-time code: a code works once, in any session."""
    single_keys: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Single keys move about in the queue; off for who speaks to the computer (WCAG 2.1.4)."""
    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]  # theirs is list[RoleMixin]
        secondary=PersonRole, lazy="selectin"
    )
    of_clusters: Mapped[list[PersonCluster]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by=PersonCluster.cluster
    )

    @property
    def name(self) -> str:
        """The name that colleagues and the history see."""
        return self.username

    @property
    def invited(self) -> bool:
        """Say whether the person has not come in yet."""
        return not self.password

    @property
    def clusters(self) -> list[str]:
        """Slugs of the partner clusters whose cases an officer has."""
        return [one.cluster for one in self.of_clusters]

    @clusters.setter
    def clusters(self, slugs: Iterable[str]) -> None:
        wanted = set(slugs)
        kept = [one for one in self.of_clusters if one.cluster in wanted]
        have = {one.cluster for one in kept}
        self.of_clusters = kept + [PersonCluster(cluster=slug) for slug in sorted(wanted - have)]

    @property
    def role_names(self) -> list[str]:
        """The names of the roles, in the order of the alphabet."""
        return sorted(role.name for role in self.roles)

    def holds(self, *roles: str) -> bool:
        """Say whether the person holds one of the roles."""
        return any(one.name in roles for one in self.roles)


class StaffSession(Base):
    """One browser in which a person is signed in, looked up on each request; ended is deleted."""

    __tablename__ = "staff_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 in hex of the random value in the browser's cookie."""
    device: Mapped[str] = mapped_column(String(80))
    """In words: "Firefox on Linux"."""
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    person: Mapped[Person] = relationship()


class Passkey(Base):
    """A security key, or the device's own key, that proves who a person is."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    name: Mapped[str] = mapped_column(String(64))
    transports: Mapped[list[str]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RecoveryCode(Base):
    """A code for the day on which the second factor is lost; a used one is deleted."""

    __tablename__ = "recovery_code"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)


class StaffLinkKind(StrEnum):
    """What a mailed link lets a member of staff do: both end in a new password."""

    INVITATION = "invitation"
    FORGOTTEN = "forgotten"


class StaffLink(Base):
    """A mailed link for one person; only the hash of its token is kept."""

    __tablename__ = "staff_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    """None only while the work for an unknown address is done, and thrown away."""
    kind: Mapped[StaffLinkKind] = mapped_column(state_column(StaffLinkKind))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StaffNote(Base):
    """One line of the staff log: who did what to whom, when, and why."""

    __tablename__ = "staff_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None for the command line of the server."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    what: Mapped[str] = mapped_column(String(160))
    detail: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)


class Tries(Base):
    """How often somebody tried to prove who they are, and when the next try is free."""

    __tablename__ = "tries"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    who: Mapped[str] = mapped_column(String(64), primary_key=True)
    """An account or an address, hidden: it cannot be read back."""
    count: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    free_at: Mapped[datetime] = mapped_column(UtcDateTime)
