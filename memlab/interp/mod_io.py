"""The module ``io``: StringIO and BytesIO (Modules/_io/stringio.c, bytesio.c); files are not simulated."""

from __future__ import annotations

from memlab.heap.objects import ByteArray, Bytes, Str
from memlab.interp.arguments import make_native, parse, ref
from memlab.interp.native import END, NativeModule, NativeType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from memlab.heap.objects import Obj

IO = NativeModule("io", "The io module provides the Python interfaces to stream handling.")
IO.guest_source = "io"
MODULES = {"io": IO}

STRING = NativeType("_io.StringIO", module="_io", key="_io.StringIO", weakref=True)
BYTES = NativeType("_io.BytesIO", module="_io", key="_io.BytesIO", weakref=True)
IO.add_type(STRING, "StringIO")
IO.add_type(BYTES, "BytesIO")
for _name, _value in (("SEEK_SET", 0), ("SEEK_CUR", 1), ("SEEK_END", 2), ("DEFAULT_BUFFER_SIZE", 8192)):
    IO.constants[_name] = _value


def _stream_type(m: Any) -> Any:
    m.import_module("sys")
    return m.heap.incref(m.heap.types["_io.TextIOWrapper"])


IO.constants["TextIOWrapper"] = _stream_type


def _data(m: Any, self: Any) -> Any:
    """The host stream, which must be open."""
    if self.data is None or self.data.closed:
        raise m.error("ValueError", "I/O operation on closed file" if isinstance_string(self) else "I/O operation on closed file.")
    return self.data


def isinstance_string(self: Any) -> bool:
    t = self.type
    while t.native is None:
        t = t.base
    return bool(t.native is STRING)


def _out(m: Any, v: Any) -> Obj:
    o: Obj = m.from_host(v)
    return o


@STRING.new
def string_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    import io
    o: Obj = make_native(m, cls, [], io.StringIO())
    return o


@STRING.init
def string_init(m: Any, self: Any, args: Sequence[Any], kw: dict[str, Obj] | None) -> None:
    import io
    initial, newline = parse(m, "StringIO", args, kw, ("initial_value", "newline"))
    text: Any = ""
    if initial is not None and initial is not m.none:
        if not isinstance(initial, Str):
            raise m.error("TypeError", f"initial_value must be str or None, not {initial.type.name}")
        text = initial.val
    end: Any = "\n"
    if newline is not None:
        end = None if newline is m.none else newline.val  # type: ignore[attr-defined]
    try:
        self.data = io.StringIO(text, end)
    except ValueError as e:
        raise m.error("ValueError", str(e)) from None


@BYTES.new
def bytes_new(m: Any, cls: Any, args: Sequence[Obj], kw: dict[str, Obj] | None) -> Obj:
    import io
    o: Obj = make_native(m, cls, [], io.BytesIO())
    return o


@BYTES.init
def bytes_init(m: Any, self: Any, args: Sequence[Any], kw: dict[str, Obj] | None) -> None:
    import io
    (initial,) = parse(m, "BytesIO", args, kw, ("initial_bytes",))
    data = b""
    if initial is not None and initial is not m.none:
        if not isinstance(initial, (Bytes, ByteArray)):
            raise m.error("TypeError", f"a bytes-like object is required, not '{initial.type.name}'")
        data = bytes(initial.val)
    self.data = io.BytesIO(data)


@STRING.method("write")
def string_write(m: Any, self: Any, s: Any) -> Obj:
    if not isinstance(s, Str):
        raise m.error("TypeError", f"string argument expected, got '{s.type.name}'")
    f = _data(m, self)
    m.heap.check_limit(f.tell() + len(s.val), "a StringIO")
    return _out(m, f.write(s.val))


@BYTES.method("write")
def bytes_write(m: Any, self: Any, b: Any) -> Obj:
    if not isinstance(b, (Bytes, ByteArray)):
        raise m.error("TypeError", f"a bytes-like object is required, not '{b.type.name}'")
    f = _data(m, self)
    m.heap.check_limit(f.tell() + len(b.val), "a BytesIO")
    return _out(m, f.write(bytes(b.val)))


def _size(m: Any, o: Any) -> int:
    return -1 if o is None or o is m.none else int(m.index(o))


def _declare(t: NativeType) -> None:
    @t.method("getvalue")
    def getvalue(m: Any, self: Any) -> Obj:
        return _out(m, _data(m, self).getvalue())

    @t.method("read")
    def read(m: Any, self: Any, size: Obj | None = None) -> Obj:
        return _out(m, _data(m, self).read(_size(m, size)))

    @t.method("readline")
    def readline(m: Any, self: Any, size: Obj | None = None) -> Obj:
        return _out(m, _data(m, self).readline(_size(m, size)))

    @t.method("readlines")
    def readlines(m: Any, self: Any, hint: Obj | None = None) -> Obj:
        return _out(m, _data(m, self).readlines(_size(m, hint)))

    @t.method("writelines")
    def writelines(m: Any, self: Any, lines: Obj) -> None:
        for x in m.iterate(lines):
            try:
                m.heap.decref(m.call_method(self, "write", x))
            finally:
                m.heap.decref(x)

    @t.method("seek")
    def seek(m: Any, self: Any, pos: Obj, whence: Obj | None = None) -> Obj:
        f = _data(m, self)
        try:
            return _out(m, f.seek(m.index(pos), 0 if whence is None else m.index(whence)))
        except (ValueError, OSError) as e:
            raise m.error(type(e).__name__, str(e)) from None

    @t.method("tell")
    def tell(m: Any, self: Any) -> Obj:
        return _out(m, _data(m, self).tell())

    @t.method("truncate")
    def truncate(m: Any, self: Any, pos: Obj | None = None) -> Obj:
        f = _data(m, self)
        return _out(m, f.truncate(None if pos is None or pos is m.none else m.index(pos)))

    @t.method("close")
    def close(m: Any, self: Any) -> None:
        self.data.close()

    @t.method("flush")
    def flush(m: Any, self: Any) -> None:
        _data(m, self)

    for name, answer in (("isatty", False), ("readable", True), ("writable", True), ("seekable", True)):
        t.method(name)(_fact(answer))

    @t.getter("closed")
    def closed(m: Any, self: Any) -> Obj:
        return _out(m, self.data.closed)

    @t.method("__enter__")
    def enter(m: Any, self: Any) -> Obj:
        _data(m, self)
        return ref(m, self)

    @t.method("__exit__")
    def exit_(m: Any, self: Any, *exc: Obj) -> None:
        m.heap.decref(m.call_method(self, "close"))

    @t.method("__iter__")
    def iter_(m: Any, self: Any) -> Obj:
        _data(m, self)
        return ref(m, self)

    @t.method("__next__")
    def next_(m: Any, self: Any) -> Any:
        line = _data(m, self).readline()
        return _out(m, line) if line else END


def _fact(answer: bool) -> Any:
    def fn(m: Any, self: Any) -> Obj:
        _data(m, self)
        o: Obj = m.bool(answer)
        return o
    return fn


_declare(STRING)
_declare(BYTES)
