"""Tell when somebody saved: editors save one file in several steps, so wait for the last."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer


class OnChange(FileSystemEventHandler):
    """Calls a function a moment after the last of several changes."""

    WAIT_SECONDS = 0.05

    def __init__(self, changed: Callable[[], object]) -> None:
        self.changed = changed
        self._timer: threading.Timer | None = None

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Wait for the last change, then say so."""
        if event.is_directory or event.event_type in ("opened", "closed_no_write"):
            return
        if self._timer:
            self._timer.cancel()
        self._timer = threading.Timer(self.WAIT_SECONDS, self.changed)
        self._timer.daemon = True
        self._timer.start()


@contextmanager
def watching(content: Path, settings: Path, changed: Callable[[], object]) -> Iterator[None]:
    """Call `changed`, in a thread of its own, when the content or the settings file change."""
    observer = Observer()
    observer.schedule(OnChange(changed), str(content), recursive=True)
    observer.schedule(OnlyOne(settings, changed), str(settings.resolve().parent))
    observer.start()
    try:
        yield
    finally:
        observer.stop()
        observer.join()


class OnlyOne(OnChange):
    """Looks at one file of a folder in which much else changes."""

    def __init__(self, file: Path, changed: Callable[[], object]) -> None:
        super().__init__(changed)
        self.name = file.name

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Let only the one file through, also when an editor renames a new copy over it."""
        paths = (str(event.src_path), str(event.dest_path))
        if any(Path(path).name == self.name for path in paths if path):
            super().on_any_event(event)
