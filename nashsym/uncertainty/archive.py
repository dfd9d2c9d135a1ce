"""An archive of NumPy arrays (``.npz``) as hostile input: looked at before anything is unpacked, nothing pickled."""

from __future__ import annotations

import zlib
from io import BytesIO
from math import prod
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym.limits import MAX_REPLICATE_NUMBERS

__all__ = ["read_arrays"]

_REMEDY: Final = "write one with `nashsym estimate`"
#: Of one text in an archive: the names of as many groups as there may be, four bytes a character.
_MAX_TEXT_BYTES: Final = 1 << 26
_MAX_HEADER_BYTES: Final = 4_000
_FAULTS: Final = (
    OSError,
    ValueError,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    BadZipFile,
    zlib.error,
    TypeError,
    OverflowError,
    SyntaxError,
)


def read_arrays(
    content: bytes, numbers: tuple[str, ...], texts: tuple[str, ...]
) -> tuple[dict[str, NDArray[np.float64]], dict[str, str]]:
    """Return the arrays of 64-bit floats and the texts of an archive that holds these and nothing else.

    Parameters
    ----------
    content : bytes
    numbers, texts : tuples of str
        Names of the arrays.

    Raises
    ------
    InputError
        For anything else: no archive, a member too few, too many or twice, another kind of number, objects, a header
        that promises more than the member holds, or more numbers than the cap.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = _members(archive, (*numbers, *texts))
            arrays = {name: _numbers(archive, members[name], name) for name in numbers}
            return arrays, {name: _text(archive, members[name], name) for name in texts}
    except InputError:
        raise
    except _FAULTS as error:
        raise InputError(f"is no archive of replicates: {_one_line(error)}", remedy=_REMEDY) from None


def _members(archive: ZipFile, names: tuple[str, ...]) -> dict[str, ZipInfo]:
    """Return the members by name, after a look at how large they say they are; no more than that is ever unpacked."""
    listed = archive.infolist()
    wanted = {f"{name}.npy": name for name in names}
    found = {wanted[one.filename]: one for one in listed if one.filename in wanted}
    if len(found) < len(names):
        missing = next(name for name in names if name not in found)
        raise InputError("missing from the archive", key=f"replicates.{missing}", remedy=_REMEDY)
    if len(listed) > len(names):
        raise InputError("the archive has members besides those of replicates, or one twice", remedy=_REMEDY)
    total = sum(one.file_size for one in listed)
    if total > 8 * MAX_REPLICATE_NUMBERS + _MAX_TEXT_BYTES:
        raise InputError(
            f"the archive unpacks to {total >> 20} MiB, the cap is {8 * MAX_REPLICATE_NUMBERS >> 20} MiB",
            remedy="keep fewer replicates",
        )
    if any(one.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or one.flag_bits & 1 for one in listed):
        raise InputError("the archive is encrypted or packed in a way that NumPy does not use", remedy=_REMEDY)
    return found


def _numbers(archive: ZipFile, member: ZipInfo, name: str) -> NDArray[np.float64]:
    array = _array(archive, member, name, np.dtype("<f8"))
    return np.asarray(array, dtype=np.float64)


def _text(archive: ZipFile, member: ZipInfo, name: str) -> str:
    array = _array(archive, member, name, None)
    if array.shape != ():
        raise InputError("is no text", key=f"replicates.{name}", remedy=_REMEDY)
    return str(array[()])


def _array(archive: ZipFile, member: ZipInfo, name: str, dtype: np.dtype[Any] | None) -> NDArray[Any]:
    """Return one member; `dtype` None stands for a text of NumPy's."""
    key = f"replicates.{name}"
    if dtype is None and member.file_size > _MAX_TEXT_BYTES:
        raise InputError(f"a text of {member.file_size} bytes", key=key, remedy=f"at most {_MAX_TEXT_BYTES} are read")
    with archive.open(member) as stream:
        version = npy.read_magic(stream)
        reader = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}.get(version)
        if reader is None:
            raise InputError(f"is in version {version[0]}.{version[1]} of NumPy's format", key=key, remedy=_REMEDY)
        shape, fortran, found = reader(stream, max_header_size=_MAX_HEADER_BYTES)
        if found != dtype if dtype is not None else found.kind != "U":
            kind = "texts" if dtype is None else "64-bit floats"
            raise InputError(f"holds {str(found)[:40]}, not {kind}", key=key, remedy=_REMEDY)
        body = stream.read()
    if any(side < 0 for side in shape) or prod(shape) * found.itemsize != len(body):
        raise InputError(f"the shape {str(shape)[:60]} is not that of its {len(body)} bytes", key=key, remedy=_REMEDY)
    return np.frombuffer(body, dtype=found).reshape(shape, order="F" if fortran else "C")


def _one_line(error: BaseException) -> str:
    text = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in str(error)[:120])
    return text or type(error).__name__
