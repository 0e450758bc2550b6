"""New HDF5 files, whole or not there: written beside their place, renamed when all is written, also on a full disk.

When a write fails the HDF5 library can neither go on nor close its file; it ends the process when asked to. So it
writes into a stream that never fails, and that keeps the first error for us.
"""

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import h5py

from spray.errors import StoreError


class Stream:
    """A new file that takes whatever it is given; after the first error it drops everything."""

    def __init__(self, path: Path) -> None:
        self.raw = path.open("w+b", buffering=0)
        self.at = self.end = 0
        self.error: OSError | None = None

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self.at = offset + (0, self.at, self.end)[whence]
        return self.at

    def tell(self) -> int:
        return self.at

    def write(self, data: bytes | memoryview) -> int:
        view = memoryview(data).cast("B")
        try:
            done = 0
            while self.error is None and done < len(view):
                self.raw.seek(self.at + done)
                done += self.raw.write(view[done:]) or 0
        except OSError as error:
            self.error = error
        self.at += len(view)
        self.end = max(self.end, self.at)
        return len(view)

    def readinto(self, buffer: memoryview) -> int:
        self.raw.seek(self.at)
        done = self.raw.readinto(buffer) or 0
        view = memoryview(buffer).cast("B")
        view[done:] = bytes(len(view) - done)
        self.at += len(view)
        return len(view)

    def read(self, size: int = -1) -> bytes:
        view = memoryview(bytearray(self.end - self.at if size < 0 else size))
        self.readinto(view)
        return bytes(view)

    def truncate(self, size: int | None = None) -> int:
        size = self.at if size is None else size
        try:
            if self.error is None:
                self.raw.truncate(size)
        except OSError as error:
            self.error = error
        self.end = size
        return size

    def flush(self) -> None:
        """Nothing is held back."""


class NewFile:
    """An HDF5 file in the making: `file` is open, `finish` puts it in its place, `abandon` leaves no trace of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self.part = path.with_name(f"{path.name}.{threading.get_ident()}.{os.getpid()}.part")
        self.stream = Stream(self.part)
        self.file = h5py.File(self.stream, "w", track_order=True)

    def check(self) -> None:
        """Raise `StoreError` if something could not be written; what is in its place already is kept."""
        error = self.stream.error
        if error is not None:
            self.abandon()
            raise StoreError(
                f"Cannot write {self.path}: {error.strerror}. Make room, or give another folder; "
                "nothing that was there before is touched."
            ) from error

    def finish(self) -> None:
        """Close the file and put it in its place."""
        self.file.close()
        try:
            if self.stream.error is None:
                os.fsync(self.stream.raw.fileno())
        except OSError as error:
            self.stream.error = error
        self.check()
        self.stream.raw.close()
        self.part.replace(self.path)

    def abandon(self) -> None:
        """Remove what was written."""
        with contextlib.suppress(Exception):  # the library is in whatever state the full disk left it
            self.file.close()
        self.stream.raw.close()
        self.part.unlink(missing_ok=True)


@contextlib.contextmanager
def new_hdf5(path: Path) -> Iterator[h5py.File]:
    """A new HDF5 file at `path`, there when the block has ended without an error. Raises: `StoreError`."""
    new = NewFile(path)
    try:
        yield new.file
    except BaseException:
        new.check()
        new.abandon()
        raise
    new.finish()
