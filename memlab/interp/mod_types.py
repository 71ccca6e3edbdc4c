"""The module ``types``: names of the interpreter's own types; the rest is guest Python."""

from __future__ import annotations

from memlab.interp import generic_alias, types_union  # noqa: F401  (declare types)
from memlab.interp.native import NativeModule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

TYPES = NativeModule("types", "Define names for built-in types that aren't directly accessible as a builtin.")
TYPES.guest_source = "types"
MODULES = {"types": TYPES}

_KEYS = {
    "FunctionType": "function", "LambdaType": "function", "CodeType": "code", "MappingProxyType": "mappingproxy", "CellType": "cell",
    "GeneratorType": "generator", "MethodType": "method", "BuiltinFunctionType": "builtin_function_or_method",
    "BuiltinMethodType": "builtin_function_or_method", "WrapperDescriptorType": "wrapper_descriptor",
    "MethodWrapperType": "method-wrapper", "MethodDescriptorType": "method_descriptor",
    "ClassMethodDescriptorType": "classmethod_descriptor", "ModuleType": "module", "TracebackType": "traceback", "FrameType": "frame",
    "GetSetDescriptorType": "getset_descriptor", "MemberDescriptorType": "member_descriptor", "GenericAlias": "GenericAlias",
    "EllipsisType": "ellipsis", "NoneType": "NoneType", "NotImplementedType": "NotImplementedType", "UnionType": "UnionType",
}


def _type(key: str) -> Callable[[Any], Any]:
    return lambda m: m.heap.incref(m.heap.types[key])


for _name, _key in _KEYS.items():
    TYPES.constants[_name] = _type(_key)
