"""What differs between the CPython versions that memlab simulates: one frozen `Profile` each.

The rest of memlab never asks for a version number; it asks for a named fact or policy.  A profile is derived from its
predecessor and lists only what changed, so reading the file from top to bottom is a history of CPython's memory
management from 3.10 to 3.15 (64-bit, the default build with the GIL).
"""

from __future__ import annotations

from memlab.errors import UsageError
from memlab.heap.library_policies import LIBRARY, LibraryPolicies
from memlab.heap.object_sizes import GC_HEAD, ITEM_SIZES, NOT_GC, PREHEADER, SIZES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["PROFILES", "Profile", "default_profile", "profile"]


class Profile(LibraryPolicies):
    """One CPython version.  Every attribute annotated here is present; none can be assigned."""

    # -- identity ----------------------------------------------------------------------------------------------
    name: str  # "3.12"
    version_info: tuple[int, int, int, str, int]  # the patch release whose answers were recorded
    hexversion: int

    # -- sizes (object_sizes.py) ---------------------------------------------------------------------------------
    sizes: dict[str, int]  # tp_basicsize by type name, without GC head
    item_sizes: dict[str, int]  # tp_itemsize
    not_gc: frozenset[str]  # the types of `sizes` without a GC head
    gc_head: int  # sizeof(PyGC_Head)
    int_zero_digits: int  # digits counted for 0 (Objects/longobject.c long_sizeof)
    bytearray_empty_alloc: int  # buffer bytes that stay when a bytearray is emptied (1: the NUL)
    bytearray_is_bytes: bool  # the buffer is a bytes object, so its 33-byte header counts (Objects/bytearrayobject.c)
    latin1_singletons_cache_utf8: bool  # "\xe9" is static with its UTF-8 form: 3 bytes more (pycore_unicodeobject.h)
    dict_keys_header: int  # sizeof(PyDictKeysObject)
    frame_inline: bool  # locals live in the data stack, a frame object is made only on demand (Objects/frameobject.c)
    frame_size_counts: int  # words that sys.getsizeof(frame) adds to locals + cells + stack size
    generator_has_frame: bool  # the frame is part of the generator (Include/internal/pycore_genobject.h)

    # -- instances -----------------------------------------------------------------------------------------------
    dict_in_preheader: bool  # Py_TPFLAGS_MANAGED_DICT: two words before the GC head
    var_sized_dict_in_preheader: bool  # the same for subclasses of tuple, int, bytes
    weakref_in_preheader: bool  # Py_TPFLAGS_MANAGED_WEAKREF
    exception_subclass_has_preheader: bool  # an exception class adds a weak reference word that way
    preheader: int
    inline_values: str  # where attribute values live before anybody asks for __dict__:
    #   "no": every instance has a dict with shared keys; "separate": an array of its own; "embedded": behind the object
    shared_keys_log2_size: int  # log2 of a class's new shared keys object (Objects/dictobject.c)
    shared_keys_max: int  # SHARED_KEYS_MAX_SIZE: attributes a class can share; 0: as many as the table takes
    clear_keeps_split: bool  # __dict__.clear() leaves an instance's dict with shared keys
    shared_keys_in_type_size: bool  # getsizeof(cls) includes them (Objects/typeobject.c type___sizeof___impl)
    attribute_death: str  # values of a dying instance go in "assignment" or "alphabetical" order (3.14: sorted names)
    static_attributes: bool  # cls.__static_attributes__ exists
    static_attributes_prefill_keys: bool  # its sorted names are shared keys from the start (_PyDict_NewKeysForClass)

    # -- shared and immortal objects -------------------------------------------------------------------------------
    small_int_min: int
    small_int_max: int  # _PY_NSMALLPOSINTS - 1
    immortal_refcount: int  # what sys.getrefcount reports for an immortal object; 0: nothing is immortal
    immortal_refcount_word: int  # the 64 bits of ob_refcnt of an immortal object, flags included (Include/refcount.h)
    static_refcount: int  # what small ints, "" and () start from when they are merely static (3.11); 0: like others
    immortal_kinds: frozenset[str]  # see IMMORTAL_KINDS
    interned_immortal: bool  # every interned string is (3.12.x only: sys.intern and names make strings immortal)
    method_descriptors_immortal: bool

    # -- references held by the evaluation loop (Python/ceval.c, Python/bytecodes.c) ---------------------------------
    call_keeps_args: bool  # a call to a Python function keeps the caller's references too, so arguments count twice
    borrowed_locals: bool  # LOAD_FAST_BORROW: the value stack holds locals without counting
    borrow_stops_at_empty_blocks: bool  # optimize_load_fast does not look past an empty basic block (3.14)
    locals_death: str  # "slots": at return locals die first to last; "reversed": last to first
    parameters_death: str  # "first", "last" relative to the other locals
    inlined_comprehensions: bool  # PEP 709: no function, no frame
    binary_slice: bool  # BINARY_SLICE, STORE_SLICE: a[i:j] makes no slice object that code can see
    static_swaps: bool  # `a, b = x, y` with fast locals stores from right to left (apply_static_swaps)
    const_key_map: bool  # BUILD_CONST_KEY_MAP: a dict display with constant keys is sized at once, however long
    none_first_const: bool  # co_consts[0] of a function is its docstring or None (later only a docstring)
    deferred_annotations: bool  # PEP 649: annotations are a function, __annotate__
    method_call_keywords: bool  # obj.f(x=1) makes no bound method (LOAD_METHOD serves calls with keywords too)
    genexpr_takes_iterable: bool  # a generator expression is given the iterable and makes the iterator itself
    stack_extras: frozenset[str]  # what CPython's value stack holds beside memlab's (co_stacksize: sizes of generators)
    inlined_genexpr_calls: tuple[str, ...]  # builtins whose generator argument the compiler turns into a loop
    comprehension_iterable_owned: bool
    zombie_frames: bool  # a code object keeps its last frame for the next call (co_zombieframe)
    shared_instance_getsets: bool  # all classes share the descriptors of __dict__ and __weakref__
    class_objects: int  # objects that gc.collect() reports for an empty class made and dropped

    # -- free lists (Include/internal/pycore_freelist_state.h and its predecessors) ----------------------------------
    free_lists: dict[str, int]  # kind -> how many freed objects are kept
    tuple_freelist_sizes: int  # longest tuple that has a free list; each length keeps free_lists["tuple"]
    free_lists_cleared_by_full_collection: bool

    # -- the collector ----------------------------------------------------------------------------------------------
    gc_thresholds: tuple[int, int, int]
    gc_trigger: str  # "allocation" (Modules/gcmodule.c gc_alloc) or "eval_breaker" (Python/ceval_gil.c)
    gc_untracks_dicts: bool  # MAINTAIN_TRACKING: a dict of atoms is untracked
    frozensets_untracked_at_birth: bool  # _PyFrozenSet_MaybeUntrack (3.15)
    tuples_untracked_at_birth: bool  # _PyTuple_MaybeUntrack in the constructor rather than at a collection
    gc_callbacks_on_automatic: bool
    gc_debug_saveall: bool
    weakrefs_outlive_finalizers: bool  # weak references without callback are cleared only after the finalizers (3.15)
    clear_drops_dict: bool  # tp_clear of an instance lets go of a materialised __dict__ (3.10, 3.12+; 3.11 leaves it)
    gc_stats_detailed: bool  # gc.get_stats() and the callbacks' info have "candidates" and "duration"
    # What a real interpreter (python -I) has when the first line of a script runs; figures of the recorded patch releases.
    startup_objects: tuple[int, int, int]  # tracked objects per generation
    startup_frozen: int  # objects in the permanent generation (3.12 froze some at the start)
    startup_counts: tuple[int, int, int]  # gc.get_count()
    startup_collections: tuple[tuple[int, int], ...]  # (collections, collected) per generation so far

    # -- destruction -----------------------------------------------------------------------------------------------
    trashcan_limit: int  # depth at which deallocation is deferred (Objects/object.c PyTrash_UNWIND_LEVEL)
    trashcan: str  # "depth": counted; "stack": by what is left of the C stack (3.14)

    # -- lists -------------------------------------------------------------------------------------------------------
    list_pop_frees_array: bool  # popping the last item frees the item array
    inline_values_in_subclasses: bool  # instances of Python classes over builtins without items have inline values too
    list_shrink_min: int  # an array of at most this many slots never shrinks (Objects/listobject.c list_resize)
    list_del_item: str  # `del l[i]` is a "slice" assignment, "keeps" the array, or "resize"s it (list_ass_item)
    list_pop_last_clears: bool  # popping the last item frees the array, whatever its capacity (list_pop_impl)
    list_extend_trims: bool  # extending by an iterator gives unused room back
    list_from_set_exact: bool  # list(set), list(dict) allocate by length hint rather than by growing
    str_split_prealloc_exact: bool  # str.split sizes its list by the string's length (Objects/stringlib/split.h)

    # -- dicts and sets ----------------------------------------------------------------------------------------------
    dict_unicode_entries: bool  # tables with only str keys have 16-byte entries instead of 24 (DK_IS_UNICODE)
    dict_keysize_quirk: bool  # calculate_log2_keysize rounds 1..7 and powers of two up once too often
    fromkeys_set_unicode: bool
    dict_keys_free_list_size: int  # log2 of the keys objects that are kept

    # -- messages of the evaluation loop and the object model (Python/ceval.c, Objects/object.c, typeobject.c) ----------------
    unbound_free_text: str
    unset_slot_text: str
    delete_absent_text: str  # deleting an attribute an instance does not have
    no_dict_text: str  # assignment to an attribute of an object without __dict__
    immutable_type_text: str
    read_only_property_text: str
    undeletable_property_text: str
    suggest_keyword: bool  # "Did you mean" for an unexpected keyword argument
    isinstance_text: str
    issubclass_text: str
    not_container_word: str
    unpack_counts: bool  # "too many values to unpack (expected 2, got 3)"
    with_error: str  # the type raised for an object that is no context manager
    with_text: str
    with_exit_text: str
    with_exit_first: bool  # __exit__ is looked up before __enter__ (LOAD_SPECIAL)
    set_name_note: bool  # an error in __set_name__ gets a note instead of being wrapped
    abstract_quotes: bool  # how the refusal to instantiate an abstract class lists its methods
    super_text: str
    super_type_word: str  # what super()'s first argument must be
    weakref_slot_text: str  # why __weakref__ is refused in __slots__
    mro_error_gap: str  # between "method resolution" and "order"
    classmethod_chains: bool  # classmethod wraps other descriptors (3.9 to 3.12)
    close_returns_value: bool  # generator.close() returns what the generator returned

    # -- limits and hashes -------------------------------------------------------------------------------------------
    recursion_limit: int
    recursion_error_python: str  # message at the recursion limit in Python code
    recursion_error_slot: str  # the same through __repr__ and other slots of a Python class
    recursion_error_repr: str  # of repr() of nested containers
    c_recursion_limit: int  # nesting that repr() survives; 0: the recursion limit counts; -1: the C stack decides
    int_max_str_digits: int
    str_hash: str  # "siphash24" or "siphash13" (Python/pyhash.c)

    # -- pymalloc (Include/internal/pycore_obmalloc.h) ---------------------------------------------------------------
    arena_size: int
    pool_size: int
    pool_header: int
    alignment: int
    small_request_threshold: int

    def __init__(self, **fields: Any) -> None:
        self.__dict__.update(fields)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a profile is frozen: cannot set {name!r} of {self!r}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a profile is frozen: cannot delete {name!r} of {self!r}")

    def __repr__(self) -> str:
        return f"<Profile {self.full_name}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return profile, (self.name,)

    @property
    def full_name(self) -> str:
        """The version with its patch release: "3.12.1"."""
        return "{}.{}.{}".format(*self.version_info)

    def derive(self, **changes: Any) -> Profile:
        """Return a profile that differs from this one in the named fields; an unknown name is a TypeError."""
        unknown = [name for name in changes if name not in self.__dict__]
        if unknown:
            raise TypeError(f"a profile has no field {unknown[0]!r}")
        return Profile(**{**self.__dict__, **changes})


def _version(minor: int, patch: int) -> dict[str, Any]:
    return {
        "name": f"3.{minor}",
        "version_info": (3, minor, patch, "final", 0),
        "hexversion": 3 << 24 | minor << 16 | patch << 8 | 0xF0,
        "sizes": SIZES[f"3.{minor}"],
        **LIBRARY[f"3.{minor}"],
    }


_STATIC_ATOMS = frozenset(
    {"None", "bool", "Ellipsis", "NotImplemented", "small int", "empty tuple", "latin1 str", "bytes 0-1"}
)

_3_10 = Profile(
    **_version(10, 13),
    item_sizes=ITEM_SIZES,
    not_gc=NOT_GC,
    gc_head=GC_HEAD,
    int_zero_digits=0,
    bytearray_empty_alloc=1,
    bytearray_is_bytes=False,
    latin1_singletons_cache_utf8=False,
    dict_keys_header=40,
    frame_inline=False,
    frame_size_counts=0,
    generator_has_frame=False,
    dict_in_preheader=False,
    var_sized_dict_in_preheader=False,
    weakref_in_preheader=False,
    exception_subclass_has_preheader=False,
    preheader=PREHEADER,
    inline_values="no",
    shared_keys_log2_size=3,
    shared_keys_max=0,
    clear_keeps_split=False,
    shared_keys_in_type_size=True,
    attribute_death="assignment",
    static_attributes=False,
    static_attributes_prefill_keys=False,
    small_int_min=-5,
    small_int_max=256,
    immortal_refcount=0,
    immortal_refcount_word=0,
    static_refcount=0,
    immortal_kinds=frozenset(),
    interned_immortal=False,
    method_descriptors_immortal=False,
    call_keeps_args=True,
    borrowed_locals=False,
    borrow_stops_at_empty_blocks=False,
    locals_death="slots",
    parameters_death="last",
    inlined_comprehensions=False,
    binary_slice=False,
    static_swaps=False,
    const_key_map=True,
    none_first_const=True,
    deferred_annotations=False,
    method_call_keywords=False,
    genexpr_takes_iterable=False,
    stack_extras=frozenset({"keyword names", "exception triples", "qualname"}),
    inlined_genexpr_calls=(),
    comprehension_iterable_owned=True,
    zombie_frames=True,
    shared_instance_getsets=False,
    class_objects=6,
    free_lists={
        "float": 100,
        "tuple": 2000,
        "list": 80,
        "dict": 80,
        "dict_keys": 80,
        "slice": 1,
        "frame": 200,
        "async_gen_value": 80,
        "async_gen_asend": 80,
        "context": 255,
    },
    tuple_freelist_sizes=19,
    free_lists_cleared_by_full_collection=True,
    gc_thresholds=(700, 10, 10),
    gc_trigger="allocation",
    gc_untracks_dicts=True,
    tuples_untracked_at_birth=False,
    frozensets_untracked_at_birth=False,
    gc_callbacks_on_automatic=True,
    gc_debug_saveall=True,
    weakrefs_outlive_finalizers=False,
    clear_drops_dict=True,
    gc_stats_detailed=False,
    startup_objects=(76, 4719, 0),
    startup_frozen=0,
    startup_counts=(60, 10, 0),
    startup_collections=((10, 0), (0, 0), (0, 0)),
    trashcan_limit=50,
    trashcan="depth",
    list_pop_frees_array=False,
    inline_values_in_subclasses=False,
    list_shrink_min=0,
    list_del_item="slice",
    list_pop_last_clears=False,
    list_extend_trims=True,
    list_from_set_exact=True,
    str_split_prealloc_exact=False,
    dict_unicode_entries=False,
    dict_keysize_quirk=True,
    fromkeys_set_unicode=False,
    dict_keys_free_list_size=3,
    unbound_free_text="free variable '{name}' referenced before assignment in enclosing scope",
    delete_absent_text="{name}",
    unset_slot_text="'{type}' object has no attribute '{name}'",
    no_dict_text="'{type}' object has no attribute '{name}'",
    immutable_type_text="cannot set '{name}' attribute of immutable type '{type}'",
    read_only_property_text="can't set attribute '{name}'",
    undeletable_property_text="can't delete attribute '{name}'",
    isinstance_text="isinstance() arg 2 must be a type, a tuple of types, or a union",
    issubclass_text="issubclass() arg 2 must be a class, a tuple of classes, or a union",
    not_container_word="iterable",
    unpack_counts=False,
    with_error="AttributeError",
    with_text="__enter__",
    with_exit_text="__exit__",
    with_exit_first=False,
    set_name_note=False,
    abstract_quotes=False,
    super_text="super(type, obj): obj must be an instance or subtype of type",
    super_type_word="type",
    mro_error_gap="\n",
    weakref_slot_text="either we already got one, or __itemsize__ != 0",
    classmethod_chains=True,
    close_returns_value=False,
    recursion_limit=1000,
    recursion_error_python="maximum recursion depth exceeded",
    recursion_error_slot="maximum recursion depth exceeded while calling a Python object",
    recursion_error_repr="maximum recursion depth exceeded while getting the repr of an object",
    c_recursion_limit=0,
    int_max_str_digits=4300,
    str_hash="siphash24",
    arena_size=1 << 20,
    pool_size=1 << 14,
    pool_header=48,
    alignment=16,
    small_request_threshold=512,
)

_3_11 = _3_10.derive(
    **_version(11, 7),
    super_type_word="a type",
    clear_drops_dict=False,
    startup_objects=(323, 0, 10921),
    startup_counts=(267, 0, 2),
    startup_collections=((22, 43), (2, 92), (0, 0)),
    unbound_free_text="cannot access free variable '{name}' where it is not associated with a value in enclosing scope",
    read_only_property_text="property '{name}' of '{type}' object has no setter",
    undeletable_property_text="property '{name}' of '{type}' object has no deleter",
    delete_absent_text="'{type}' object has no attribute '{name}'",
    with_error="TypeError",
    with_text="'{type}' object does not support the context manager protocol",
    with_exit_text="'{type}' object does not support the context manager protocol (missed __exit__ method)",
    int_zero_digits=1,
    dict_keys_header=32,
    frame_inline=True,
    generator_has_frame=True,
    dict_in_preheader=True,
    inline_values="separate",
    shared_keys_log2_size=6,
    shared_keys_max=30,
    static_refcount=999_999_999,
    call_keeps_args=False,
    parameters_death="first",
    zombie_frames=False,
    static_swaps=True,
    method_call_keywords=True,
    stack_extras=frozenset({"null before callable", "lasti"}),
    free_lists={k: n for k, n in _3_10.free_lists.items() if k != "frame"},
    tuple_freelist_sizes=20,
    dict_unicode_entries=True,
    str_hash="siphash13",
)

_3_12 = _3_11.derive(
    **_version(12, 1),
    weakref_slot_text="we already got one",
    list_pop_frees_array=True,
    clear_drops_dict=True,
    startup_objects=(1, 4992, 0),
    startup_frozen=375,
    startup_counts=(0, 5, 0),
    startup_collections=((5, 24), (0, 0), (0, 0)),
    set_name_note=True,
    abstract_quotes=True,
    latin1_singletons_cache_utf8=True,
    var_sized_dict_in_preheader=True,
    weakref_in_preheader=True,
    exception_subclass_has_preheader=True,
    immortal_refcount=0xFFFF_FFFF,
    immortal_refcount_word=0xFFFF_FFFF,
    static_refcount=0,
    immortal_kinds=_STATIC_ATOMS | {"static type", "interned str", "static str"},
    interned_immortal=True,
    inlined_comprehensions=True,
    binary_slice=True,
    stack_extras=_3_11.stack_extras
    | {"test copies", "generator handler", "throw handler", "super attribute", "return const"},
    gc_trigger="eval_breaker",
    recursion_error_slot="maximum recursion depth exceeded",
    list_pop_last_clears=True,
    str_split_prealloc_exact=True,
    c_recursion_limit=8000,
)

_3_13 = _3_12.derive(
    **_version(13, 18),
    no_dict_text="'{type}' object has no attribute '{name}' and no __dict__ for setting new attributes",
    super_text="super(type, obj): obj (instance of {o}) is not an instance or subtype of type ({t}).",
    mro_error_gap=" ",
    classmethod_chains=False,
    close_returns_value=True,
    startup_objects=(59, 5072, 0),
    startup_frozen=0,
    startup_counts=(36, 3, 0),
    startup_collections=((3, 24), (0, 0), (0, 0)),
    inline_values="embedded",
    clear_keeps_split=True,
    static_attributes=True,
    stack_extras=(_3_12.stack_extras - {"null before callable", "return const"})
    | {"null after callable", "keyword names"},
    immortal_kinds=_STATIC_ATOMS | {"static type", "static str"},
    interned_immortal=False,
    gc_thresholds=(2000, 10, 10),
    list_del_item="keeps",
    list_from_set_exact=False,
    dict_keysize_quirk=False,
)

_3_14 = _3_13.derive(
    **_version(14, 10),
    inline_values_in_subclasses=True,
    not_container_word="a container or iterable",
    unpack_counts=True,
    with_exit_first=True,
    startup_objects=(1926, 4116, 0),
    startup_counts=(1940, 2, 0),
    startup_collections=((2, 23), (0, 0), (0, 0)),
    attribute_death="alphabetical",
    static_attributes_prefill_keys=True,
    immortal_refcount=3 << 30,
    immortal_refcount_word=5 << 48 | 3 << 30,
    borrowed_locals=True,
    borrow_stops_at_empty_blocks=True,
    const_key_map=False,
    none_first_const=False,
    deferred_annotations=True,
    stack_extras=_3_13.stack_extras | {"kwargs slot", "exit self"},
    locals_death="reversed",
    parameters_death="last",
    inlined_genexpr_calls=("all", "any", "tuple"),
    free_lists={
        "float": 100,
        "int": 100,
        "tuple": 2000,
        "list": 80,
        "list_iterator": 10,
        "tuple_iterator": 10,
        "dict": 80,
        "dict_keys": 80,
        "slice": 1,
        "range": 6,
        "range_iterator": 6,
        "context": 255,
        "async_gen_value": 80,
        "async_gen_asend": 80,
        "builtin_function_or_method": 16,
        "builtin_method": 16,
        "method": 20,
    },
    gc_untracks_dicts=False,
    tuples_untracked_at_birth=True,
    trashcan="stack",
    list_shrink_min=32,
    list_del_item="resize",
    list_extend_trims=False,
    recursion_error_repr="Stack overflow (used 3874 kB) while getting the repr of an object",
    c_recursion_limit=-1,
)

_3_15 = _3_14.derive(
    **_version(15, 2),
    frozensets_untracked_at_birth=True,
    weakrefs_outlive_finalizers=True,
    gc_stats_detailed=True,
    startup_objects=(54, 5442, 0),
    startup_counts=(33, 3, 0),
    startup_collections=((3, 23), (0, 0), (0, 0)),
    small_int_max=1024,
    bytearray_empty_alloc=0,
    bytearray_is_bytes=True,
    shared_instance_getsets=True,
    class_objects=4,
    borrow_stops_at_empty_blocks=False,
    genexpr_takes_iterable=True,
    stack_extras=_3_14.stack_extras | {"loop index"},
    inlined_genexpr_calls=("all", "any", "list", "set", "tuple"),
)

PROFILES: dict[str, Profile] = {p.name: p for p in (_3_10, _3_11, _3_12, _3_13, _3_14, _3_15)}


def profile(name: str) -> Profile:
    """Return the profile named like "3.12" or "3.12.1"; any patch release gets the recorded one's facts.

    Raises UsageError that names the nearest profiles when there is none.
    """
    wanted = str(name).strip().lower().removeprefix("cpython").removeprefix("python").lstrip(" -")
    found = PROFILES.get(wanted) or PROFILES.get(".".join(wanted.split(".")[:2]))
    if found is not None:
        return found
    import difflib

    major, _, minor = wanted.partition(".")
    if major.isdigit() and minor.split(".")[0].isdigit():
        newer = (int(major), int(minor.split(".")[0])) > (3, 15)
        near = ["3.15" if newer else "3.10"]
    else:
        near = difflib.get_close_matches(wanted, PROFILES, n=2, cutoff=0.5)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise UsageError(f"no profile for Python {name!r}.{hint} There are: {', '.join(PROFILES)}.")


def default_profile() -> Profile:
    """Return the profile of the Python that runs memlab, or the nearest one."""
    import sys

    minor = min(max(sys.version_info[1], 10), 15)
    return PROFILES[f"3.{minor}"]
