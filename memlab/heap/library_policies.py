"""How builtins, exceptions and messages differ between versions: the part of a profile that is not about memory.

`LIBRARY` is read like the profiles themselves: each version lists what changed since the one before.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class LibraryPolicies:
    """The fields, for type checkers; `Profile` derives from this."""

    # -- wording ---------------------------------------------------------------------------------------------------
    bad_keyword_text: str  # Python/getargs.c: an unknown keyword argument of a native; {name}, {key}
    tuple_called_types: frozenset[str]  # builtin types without vectorcall that can call guest code: a tuple holds the arguments
    call_ex_drops_args: bool  # f(*args) of a Python function lets go of tuple and dict before it runs
    dict_holds_key: bool  # PyDict_SetItem takes its reference to the key before it asks for the hash
    getattr_hook_binds: bool  # __getattr__ is called through a bound method (Objects/typeobject.c call_attribute)
    created_generator_lasti: int  # f_lasti of a generator's frame that has not run yet
    compare_right_first: bool  # comparisons, `is` and `in` drop the right operand first, also when they fail
    operands_right_first: bool  # binary operators and subscripts too
    star_text: str  # a call's *argument that is no iterable; {name}, {type}
    star_star_text: str  # a call's **argument that is no mapping; {name}, {type}
    suggest_keyword: bool  # "Did you mean" for an unknown keyword argument of a Python function (Python/ceval.c)
    unbound_local_text: str  # UNBOUNDLOCAL_ERROR_MSG, {name}
    attribute_name_text: str  # getattr() and hasattr() with a name that is no str; {function}, {type}
    add_note_argument_wording: bool  # add_note() by Argument Clinic
    group_condition_wording: bool  # split() and subgroup() take any callable but a class
    empty_sequence_text: str  # min() and max() of nothing; {function}
    import_name_text: str  # __import__() with a name that is no str; {type}
    iter_sentinel_text: str  # iter(x, y) with x not callable
    exec_keywords: bool  # exec() and eval() take keyword arguments (3.13); the wording before
    eval_globals_text: str
    exec_globals_text: str  # {type}
    chr_range_any: bool  # chr(10**30) is a ValueError
    code_nofree_flag: bool  # co_flags has CO_NOFREE for code without free and cell variables
    unraisable_shows_context: bool  # exceptions nobody can catch are printed with __cause__ and __context__
    unraisable_style: str  # the traceback's style there; C prints it up to 3.14
    unraisable_says_where: bool  # "Exception ignored while calling deallocator ..."

    weakref_call_text: str  # too many arguments to weakref.ref.__call__; {given}
    weakref_call_keyword_text: str
    weakproxy_repr: str  # {addr}, {type}, {to}
    print_packs_arguments: bool  # Argument Clinic makes a tuple of *args (3.11 to 3.13)
    print_makes_keyword_tuple: bool  # print()'s first call makes the tuple of its keywords (3.11)
    stdout_joins_past_chunk: bool  # waiting text may grow past 8 KiB by one piece before it is handed on (textio.c)
    weakproxy_dead_repr: str  # {addr}, {none}
    flags_safe_path: bool  # sys.flags has safe_path
    gc_threshold_group: bool  # set_threshold() counts its arguments by Argument Clinic's groups

    # -- exceptions --------------------------------------------------------------------------------------------------
    exception_groups: bool
    missing_exceptions: frozenset[str]  # builtin exceptions this version does not have yet
    missing_builtins: frozenset[str]
    import_error_name_from: bool
    import_error_repr_fields: bool
    attribute_error_state: bool  # AttributeError pickles its name
    syntax_error_metadata: bool
    naked_except_star_traceback: bool  # except* adds a traceback entry to the group it wraps around a single exception

    # -- tracebacks ----------------------------------------------------------------------------------------------------
    traceback_style: str  # "plain", "carets" (3.11) or "lines" (3.13: Lib/traceback.py prints)
    traceback_hides_main: bool  # classes of __main__ are printed without their module
    suggestions_in_module: bool  # the module traceback makes them too, not just the interpreter's own display
    suggests_dotted: bool  # "Did you mean '.append' instead of '.appendd'?"
    cross_language_hints: bool
    suggest_module: bool  # for a module that is not there
    suggestions_hide_private: bool  # names with an underscore only for such names
    suggestions_one_pass: bool  # locals, globals and builtins compete at once
    suggest_self: bool  # "Did you mean: 'self.x'?"
    suggest_import: bool  # "Did you forget to import 'x'?"

    # -- behaviour -----------------------------------------------------------------------------------------------------
    sum_compensated: str  # "" (no), "float" (3.12), "complex" (3.14)
    locals_shared_snapshot: bool  # locals() of a function is one dict per frame, refreshed (PEP 667 ended that)
    math_names_expectation: bool  # "expected a nonnegative input, got -1.0" rather than "math domain error"
    suppress_splits_groups: bool  # contextlib.suppress takes its part out of an exception group
    exit_stack_type_error: bool  # ExitStack.enter_context() of what is no context manager: TypeError, before AttributeError
    enum_modern: bool  # Lib/enum.py as rewritten for 3.11
    enum_contains: str  # "member": only members may be asked for; "value" (3.12): values too
    enum_empty_type_error: bool
    enum_nested_classes_are_no_members: bool
    dataclass_field_doc: bool  # Field.doc
    dataclass_names_default: bool  # "follows default argument 'x'"
    dataclass_eq_by_field: bool  # __eq__ compares field by field rather than tuples
    dataclass_refuses_unhashable: bool  # any unhashable default, not just list, dict and set
    dataclass_fixes_class_cell: bool
    annotations_lazy: bool  # PEP 649
    typing_union_is_union_type: bool
    typing_any_is_class: bool
    random_range_text_short: bool  # randrange()'s error names the arguments
    re_names_type: bool  # "expected string or bytes-like object, got 'int'"
    array_unicode_text: str  # a character array's item of another type; {type}
    array_unicode_length: str  # its item of another length; {n}
    array_type_text: str  # array(1); {type}
    array_codes_text: str  # what a type code must be
    random_choice_checks: bool  # choice() of nothing has its own message
    array_has_w: bool  # type code 'w' (3.13)
    json_names_float: bool
    struct_byte_text: bool  # "byte format requires ..." rather than "'b' format requires ..."
    inspect_names_keyword_only: bool  # "missing a required keyword-only argument"
    reduce_keywords: bool  # functools.reduce(..., initial=x)
    itertools_negative_text: str  # a negative n or r; {name}, {old}: the text before 3.15
    odict_repr_dict: bool  # repr(OrderedDict) shows a dict rather than a list of pairs
    deque_remove_names_value: bool  # "3 is not in deque"
    namedtuple_replace_type_error: bool
    namedtuple_has_replace: bool  # __replace__, what copy.replace() calls
    missing_modules: frozenset[str]  # modules removed from, or not yet in, the standard library
    missing_names: frozenset[str]  # "module.name" of simulated modules that this version does not have


_NEW_3_11 = frozenset({"BaseExceptionGroup", "ExceptionGroup"})
_NEW_3_13 = frozenset({"PythonFinalizationError", "_IncompleteInputError"})
_NEW_3_15 = frozenset({"ImportCycleError"})

_3_10: dict[str, Any] = {
    "bad_keyword_text": "'{key}' is an invalid keyword argument for {name}()",
    "star_text": "{name} argument after * must be an iterable, not {type}",
    "star_star_text": "{name} argument after ** must be a mapping, not {type}",
    "code_nofree_flag": True,
    "tuple_called_types": frozenset({"int", "str", "complex", "bytes", "bytearray", "zip", "enumerate"}),
    "created_generator_lasti": -1,
    "compare_right_first": False,
    "operands_right_first": False,
    "call_ex_drops_args": False,
    "dict_holds_key": False,
    "getattr_hook_binds": True,
    "suggest_keyword": False,
    "unbound_local_text": "local variable '{name}' referenced before assignment",
    "attribute_name_text": "{function}(): attribute name must be string",
    "add_note_argument_wording": False,
    "group_condition_wording": False,
    "empty_sequence_text": "{function}() arg is an empty sequence",
    "import_name_text": "__import__() argument 1 must be str, not {type}",
    "iter_sentinel_text": "iter(v, w): v must be callable",
    "exec_keywords": False,
    "eval_globals_text": "globals must be a dict",
    "exec_globals_text": "exec() globals must be a dict, not {type}",
    "chr_range_any": False,
    "unraisable_style": "plain",
    "unraisable_says_where": False,
    "unraisable_shows_context": False,
    "weakref_call_text": "__call__() takes at most 0 arguments ({given} given)",
    "weakref_call_keyword_text": "__call__() takes at most 0 keyword arguments ({given} given)",
    "weakproxy_repr": "<weakproxy at {addr} to {type} at {to}>",
    "stdout_joins_past_chunk": False,
    "print_packs_arguments": False,
    "print_makes_keyword_tuple": False,
    "weakproxy_dead_repr": "<weakproxy at {addr} to NoneType at {none}>",
    "flags_safe_path": False,
    "gc_threshold_group": False,
    "exception_groups": False,
    "missing_exceptions": _NEW_3_11 | _NEW_3_13 | _NEW_3_15,
    "missing_builtins": frozenset({"frozendict", "sentinel", "__lazy_import__"}),
    "import_error_name_from": False,
    "import_error_repr_fields": False,
    "itertools_negative_text": "{old}",
    "attribute_error_state": False,
    "syntax_error_metadata": False,
    "naked_except_star_traceback": False,
    "traceback_style": "plain",
    "traceback_hides_main": False,
    "suggestions_in_module": False,
    "suggests_dotted": False,
    "cross_language_hints": False,
    "suggest_module": False,
    "suggestions_hide_private": False,
    "suggestions_one_pass": False,
    "suggest_self": False,
    "suggest_import": False,
    "sum_compensated": "",
    "locals_shared_snapshot": True,
    "math_names_expectation": False,
    "suppress_splits_groups": False,
    "exit_stack_type_error": False,
    "enum_modern": False,
    "enum_contains": "member",
    "enum_empty_type_error": False,
    "enum_nested_classes_are_no_members": False,
    "dataclass_field_doc": False,
    "dataclass_names_default": False,
    "dataclass_eq_by_field": False,
    "dataclass_refuses_unhashable": False,
    "dataclass_fixes_class_cell": False,
    "annotations_lazy": False,
    "typing_union_is_union_type": False,
    "typing_any_is_class": False,
    "random_range_text_short": False,
    "re_names_type": False,
    "array_unicode_text": "array item must be unicode character",
    "array_unicode_length": "array item must be unicode character",
    "array_type_text": "a unicode character",
    "array_codes_text": "b, B, u, h, H, i, I, l, L, q, Q, f or d",
    "random_choice_checks": False,
    "array_has_w": False,
    "json_names_float": False,
    "struct_byte_text": True,
    "inspect_names_keyword_only": False,
    "reduce_keywords": False,
    "odict_repr_dict": False,
    "deque_remove_names_value": True,
    "namedtuple_replace_type_error": False,
    "namedtuple_has_replace": False,
    "missing_modules": frozenset(),
    "missing_names": frozenset({
        "sys.exception", "sys._is_interned", "sys._is_gil_enabled", "complex.__complex__", "bytes.__bytes__", "int.is_integer",
        "bool.__invert__", "float.from_number", "complex.from_number", "bytearray.resize",
        "generator.gi_suspended", "code.co_qualname", "BaseException.add_note", "itertools.batched",
        "enum.StrEnum", "enum.member", "enum.nonmember",
        "enum.verify", "enum.property", "enum.FlagBoundary",
        "enum.ReprEnum", "enum.global_enum", "operator.call", "math.cbrt", "math.exp2", "math.sumprod", "math.fma", "math.integer",
        "typing.Self", "typing.Never", "typing.LiteralString", "typing.Required", "typing.NotRequired", "typing.assert_never",
        "typing.reveal_type", "typing.override", "typing.ReadOnly", "typing.TypeIs", "typing.Unpack", "typing.TypeVarTuple",
        "contextlib.chdir", "types.CapsuleType", "inspect.getasyncgenstate", "copy.replace", "functools.Placeholder",
        "operator.is_none", "operator.is_not_none", "types.get_original_bases", "random.binomialvariate", "datetime.UTC",
    }),
}

_3_11 = {
    **_3_10,
    "print_packs_arguments": True,
    "print_makes_keyword_tuple": True,
    "code_nofree_flag": False,
    "created_generator_lasti": 0,
    "tuple_called_types": frozenset({"int", "str", "complex", "bytes", "bytearray", "zip"}),
    "dict_holds_key": True,
    "unbound_local_text": "cannot access local variable '{name}' where it is not associated with a value",
    "weakref_call_text": "weakref expected 0 arguments, got {given}",
    "flags_safe_path": True,
    "weakref_call_keyword_text": "weakref() takes no keyword arguments",
    "attribute_name_text": "attribute name must be string, not '{type}'",
    "import_name_text": "module name must be a string",
    "exception_groups": True,
    "random_choice_checks": True,
    "traceback_hides_main": True,
    "re_names_type": True,
    "dataclass_refuses_unhashable": True,
    "typing_any_is_class": True,
    "enum_modern": True,
    "exit_stack_type_error": True,
    "missing_exceptions": _NEW_3_13 | _NEW_3_15,
    "traceback_style": "carets",
    "unraisable_style": "carets",
    "missing_names": frozenset({
        "sys._is_interned", "sys._is_gil_enabled", "int.is_integer", "bool.__invert__", "float.from_number",
        "complex.from_number", "bytearray.resize",
        "itertools.batched", "math.sumprod", "math.fma", "math.integer", "typing.override", "typing.ReadOnly", "typing.TypeIs",
        "types.CapsuleType", "inspect.getasyncgenstate", "copy.replace", "functools.Placeholder", "operator.is_none",
        "operator.is_not_none", "types.get_original_bases", "random.binomialvariate",
    }),
}

_3_12 = {
    **_3_11,
    "print_makes_keyword_tuple": False,
    "call_ex_drops_args": True,
    "getattr_hook_binds": False,
    "empty_sequence_text": "{function}() iterable argument is empty",
    "iter_sentinel_text": "iter(object, sentinel): object must be callable",
    "import_error_name_from": True,
    "attribute_error_state": True,
    "naked_except_star_traceback": True,
    "suggest_self": True,
    "suggest_import": True,
    "suggestions_in_module": True,
    "sum_compensated": "float",
    "odict_repr_dict": True,
    "inspect_names_keyword_only": True,
    "struct_byte_text": False,
    "json_names_float": True,
    "random_range_text_short": True,
    "enum_contains": "value",
    "enum_empty_type_error": True,
    "suppress_splits_groups": True,
    "missing_names": frozenset({
        "sys._is_interned", "sys._is_gil_enabled", "float.from_number", "complex.from_number", "bytearray.resize",
        "math.fma", "math.integer", "typing.ReadOnly", "typing.TypeIs", "types.CapsuleType", "copy.replace", "functools.Placeholder",
        "operator.is_none", "operator.is_not_none",
    }),
}

_3_13 = {
    **_3_12,
    "tuple_called_types": frozenset({"complex", "bytes", "bytearray", "zip"}),
    "created_generator_lasti": 2,
    "bad_keyword_text": "{name}() got an unexpected keyword argument '{key}'",
    "suggest_keyword": True,
    "weakproxy_repr": "<weakproxy at {addr}; to '{type}' at {to}>",
    "stdout_joins_past_chunk": True,
    "weakproxy_dead_repr": "<weakproxy at {addr}; dead>",
    "gc_threshold_group": True,
    "group_condition_wording": True,
    "iter_sentinel_text": "iter(v, w): v must be callable",
    "exec_keywords": True,
    "chr_range_any": True,
    "missing_exceptions": _NEW_3_15,
    "traceback_style": "lines",
    "unraisable_style": "plain",
    "suggestions_hide_private": True,
    "suggestions_one_pass": True,
    "locals_shared_snapshot": False,
    "namedtuple_replace_type_error": True,
    "namedtuple_has_replace": True,
    "array_has_w": True,
    "array_codes_text": "b, B, u, w, h, H, i, I, l, L, q, Q, f or d",
    "dataclass_eq_by_field": True,
    "dataclass_names_default": True,
    "enum_nested_classes_are_no_members": True,
    "missing_names": frozenset({"float.from_number", "complex.from_number", "bytearray.resize", "math.integer",
                                "functools.Placeholder", "operator.is_none", "operator.is_not_none"}),
}

_3_14 = {
    **_3_13,
    "print_packs_arguments": False,
    "compare_right_first": True,
    "add_note_argument_wording": True,
    "syntax_error_metadata": True,
    "unraisable_says_where": True,
    "sum_compensated": "complex",
    "deque_remove_names_value": False,
    "math_names_expectation": True,
    "reduce_keywords": True,
    "array_unicode_text": "array item must be a unicode character, not {type}",
    "array_unicode_length": "array item must be a unicode character, not a string of length {n}",
    "dataclass_field_doc": True,
    "dataclass_fixes_class_cell": True,
    "annotations_lazy": True,
    "typing_union_is_union_type": True,
    "missing_names": frozenset({"math.integer"}),
}

_3_15 = {
    **_3_14,
    "operands_right_first": True,
    "suggests_dotted": True,
    "array_type_text": "str",
    "array_codes_text": "b, B, u, w, h, H, i, I, l, L, q, Q, e, f, d, Zf or Zd",
    "cross_language_hints": True,
    "suggest_module": True,
    "import_error_repr_fields": True,
    "itertools_negative_text": "{name} cannot be negative",
    "unraisable_style": "lines",
    "star_text": "Value after * must be an iterable, not {type}",
    "star_star_text": "Value after ** must be a mapping, not {type}",
    "unraisable_shows_context": True,
    "eval_globals_text": "globals must be a dict or a frozendict",
    "exec_globals_text": "exec() globals must be a dict or a frozendict, not {type}",
    "missing_exceptions": frozenset(),
    "missing_builtins": frozenset(),
    "missing_names": frozenset(),
}

LIBRARY: dict[str, dict[str, Any]] = {
    "3.10": _3_10, "3.11": _3_11, "3.12": _3_12, "3.13": _3_13, "3.14": _3_14, "3.15": _3_15,
}
"""The fields of each version."""
