# Guest Python: the names of typing that programs use at run time; nothing is checked.
import collections.abc
import sys
from abc import ABCMeta, abstractmethod
from types import GenericAlias, UnionType, FunctionType
from _memlab import policy as _policy

TYPE_CHECKING = False


class _Special:
    def __init__(self, name):
        self._name = name

    def __repr__(self):
        return 'typing.' + self._name

    def __getitem__(self, item):
        if self._name == 'Optional':
            return Union[item, None]
        if self._name == 'Union':
            return _make_union(item if isinstance(item, tuple) else (item,))
        return _Alias(self, item if isinstance(item, tuple) else (item,), self._name)

    def __call__(self, *args, **kwds):
        raise TypeError(f'Cannot instantiate {self!r}')

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __mro_entries__(self, bases):
        if self._name in ('NamedTuple', 'TypedDict'):
            return ()
        raise TypeError(f'Cannot subclass {self!r}')

    def __hash__(self):
        return hash(self._name)

    def __instancecheck__(self, obj):
        raise TypeError(f'{self!r} cannot be used with isinstance()')


def _type_repr(obj):
    if isinstance(obj, type) and not isinstance(obj, GenericAlias):
        return obj.__qualname__ if obj.__module__ == 'builtins' else f'{obj.__module__}.{obj.__qualname__}'
    if obj is ...:
        return '...'
    if isinstance(obj, FunctionType):
        return obj.__name__
    if isinstance(obj, list):
        return '[' + ', '.join(map(_type_repr, obj)) + ']'
    return repr(obj)


class _Alias:
    def __init__(self, origin, args, name=None):
        self.__origin__ = origin
        self.__args__ = tuple(type(None) if a is None and name in ('Union', 'Optional') else a for a in args)
        self._name = name

    @property
    def __parameters__(self):
        found = []
        for a in self.__args__:
            if isinstance(a, TypeVar):
                if a not in found:
                    found.append(a)
            else:
                for t in getattr(a, '__parameters__', ()):
                    if t not in found:
                        found.append(t)
        return tuple(found)

    def __repr__(self):
        if self._name == 'Union' and _policy('typing_union_is_union_type'):
            return ' | '.join('None' if a is type(None) else _type_repr(a) for a in self.__args__)
        if self._name == 'Union':
            args = self.__args__
            if len(args) == 2 and type(None) in args:
                other = args[0] if args[1] is type(None) else args[1]
                return f'typing.Optional[{_type_repr(other)}]'
        args = ', '.join(map(_type_repr, self.__args__))
        if self._name == 'Callable' and len(self.__args__) == 2 and isinstance(self.__args__[0], list):
            args = f'[{", ".join(map(_type_repr, self.__args__[0]))}], {_type_repr(self.__args__[1])}'
        if self._name == 'Literal':
            args = ', '.join(map(repr, self.__args__))
        name = 'typing.' + self._name if self._name else _type_repr(self.__origin__)
        return f'{name}[{args}]'

    def __eq__(self, other):
        if not isinstance(other, _Alias):
            return NotImplemented
        if self._name == 'Union':
            return other._name == 'Union' and set(self.__args__) == set(other.__args__)
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        if self._name == 'Union':
            return hash(frozenset(self.__args__))
        return hash((self.__origin__, self.__args__))

    def __getitem__(self, item):
        params = item if isinstance(item, tuple) else (item,)
        table = dict(zip(self.__parameters__, params))
        if not table:
            raise TypeError(f'{self!r} is not a generic class')

        def substitute(a):
            if a in table:
                return table[a]
            if getattr(a, '__parameters__', ()):
                return a[tuple(table[p] for p in a.__parameters__)]
            return a
        args = tuple(substitute(a) for a in self.__args__)
        if self._name == 'Union':
            return _make_union(args)
        return _Alias(self.__origin__, args, self._name)

    def __call__(self, *args, **kwargs):
        if not callable(self.__origin__):
            raise TypeError(f'Type {self._name} cannot be instantiated')
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except AttributeError:
            pass
        return result

    def __mro_entries__(self, bases):
        origin = self.__origin__
        if isinstance(origin, _Special):
            raise TypeError(f'Cannot subclass {self!r}')
        if self._name and self._name != 'Generic' and origin is not Generic and origin is not Protocol:
            out = [] if origin in bases else [origin]
            i = bases.index(self)
            if not any(b is Generic or (isinstance(b, _Alias) and b.__origin__ is Generic)
                       or (isinstance(b, type) and issubclass(b, Generic)) for b in bases[i + 1:]):
                if self.__parameters__:
                    out.append(Generic)
            return tuple(out)
        if origin is Generic:
            for b in bases[bases.index(self) + 1:]:
                if isinstance(b, _Alias) and b is not self and b.__origin__ is not Generic:
                    return ()
                if isinstance(b, type) and b is not Generic and issubclass(b, Generic):
                    return ()
        return (origin,)

    def __getattr__(self, attr):
        if attr.startswith('__') and attr.endswith('__'):
            raise AttributeError(attr)
        return getattr(self.__origin__, attr)

    def __instancecheck__(self, obj):
        if self._name == 'Union':
            return isinstance(obj, tuple(self.__args__))
        raise TypeError('Subscripted generics cannot be used with class and instance checks')

    def __subclasscheck__(self, cls):
        if self._name == 'Union':
            return issubclass(cls, tuple(self.__args__))
        raise TypeError('Subscripted generics cannot be used with class and instance checks')

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


def _make_union(args):
    flat = []
    for a in args:
        if a is None:
            a = type(None)
        if isinstance(a, str):
            a = ForwardRef(a)
        parts = a.__args__ if isinstance(a, UnionType) or isinstance(a, _Alias) and a._name == 'Union' else (a,)
        for p in parts:
            if p not in flat:
                flat.append(p)
    if len(flat) == 1:
        return flat[0]
    if _policy('typing_union_is_union_type') and all(isinstance(a, (type, GenericAlias)) for a in flat):
        result = flat[0]
        for a in flat[1:]:
            result = result | a
        return result
    return _Alias(Union, tuple(flat), 'Union')


for _n in ('Any', 'NoReturn', 'Never', 'Self', 'LiteralString', 'ClassVar', 'Final', 'Union', 'Optional', 'Literal', 'TypeAlias',
           'Concatenate', 'TypeGuard', 'TypeIs', 'Required', 'NotRequired', 'ReadOnly', 'Unpack'):
    globals()[_n] = _Special(_n)

if _policy('typing_any_is_class'):
    class _AnyMeta(type):
        def __instancecheck__(self, obj):
            if self is Any:
                raise TypeError('typing.Any cannot be used with isinstance()')
            return super().__instancecheck__(obj)

        def __repr__(self):
            if self is Any:
                return 'typing.Any'
            return super().__repr__()

    class Any(metaclass=_AnyMeta):
        def __new__(cls, *args, **kwargs):
            if cls is Any:
                raise TypeError('Any cannot be instantiated')
            return super().__new__(cls)


class _Annotated:
    def __getitem__(self, params):
        alias = _Alias(params[0], (params[0],), None)
        alias.__metadata__ = tuple(params[1:])
        return alias

    def __repr__(self):
        return 'typing.Annotated'


Annotated = _Annotated()


class ForwardRef:
    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        self.__forward_arg__ = arg

    def __eq__(self, other):
        return isinstance(other, ForwardRef) and self.__forward_arg__ == other.__forward_arg__

    def __hash__(self):
        return hash(self.__forward_arg__)

    def __repr__(self):
        return f'ForwardRef({self.__forward_arg__!r})'


def _caller_module():
    try:
        return sys._getframe(2).f_globals.get('__name__', '__main__')
    except (AttributeError, ValueError):
        return None


class TypeVar:
    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False, infer_variance=False, default=None):
        self.__name__ = name
        self.__constraints__ = constraints
        self.__bound__ = bound
        self.__covariant__ = covariant
        self.__contravariant__ = contravariant
        self.__infer_variance__ = infer_variance
        self.__module__ = _caller_module()
        if covariant and contravariant:
            raise ValueError('Bivariant types are not supported.')
        if len(constraints) == 1:
            raise TypeError('A single constraint is not allowed')

    def __repr__(self):
        prefix = '+' if self.__covariant__ else '-' if self.__contravariant__ else '' if self.__infer_variance__ else '~'
        return prefix + self.__name__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class ParamSpec(TypeVar):
    @property
    def args(self):
        return self

    @property
    def kwargs(self):
        return self


class TypeVarTuple(TypeVar):
    def __iter__(self):
        yield Unpack[self]

    def __repr__(self):
        return self.__name__


class TypeAliasType:
    def __init__(self, name, value, *, type_params=()):
        self.__name__ = name
        self.__value__ = value
        self.__type_params__ = type_params

    def __repr__(self):
        return self.__name__


class Generic:
    __slots__ = ()
    __parameters__ = ()
    _is_protocol = False

    def __class_getitem__(cls, params):
        if not isinstance(params, tuple):
            params = (params,)
        if cls is Generic or cls is Protocol:
            if not all(isinstance(p, (TypeVar, _Alias)) for p in params):
                raise TypeError(f'Parameters to {cls.__name__}[...] must all be type variables')
            if len(set(params)) != len(params):
                raise TypeError(f'Parameters to {cls.__name__}[...] must all be unique')
            return _Alias(cls, params, cls.__name__)
        want = len(cls.__parameters__)
        if not want:
            raise TypeError(f'{cls} is not a generic class')
        if len(params) != want and not any(isinstance(p, TypeVarTuple) for p in cls.__parameters__):
            what = 'many' if len(params) > want else 'few'
            raise TypeError(f'Too {what} arguments for {cls}; actual {len(params)}, expected {want}')
        return _Alias(cls, params)

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        tvars = []
        explicit = None
        for base in cls.__dict__.get('__orig_bases__', ()):
            if isinstance(base, _Alias):
                if base.__origin__ in (Generic, Protocol):
                    explicit = base.__parameters__
                for t in base.__parameters__:
                    if t not in tvars:
                        tvars.append(t)
        if '__orig_bases__' in cls.__dict__:
            cls.__parameters__ = tuple(explicit if explicit is not None else tvars)


class _ProtocolMeta(ABCMeta):
    def __call__(cls, *args, **kwargs):
        if cls.__dict__.get('_is_protocol'):
            raise TypeError('Protocols cannot be instantiated')
        return super().__call__(*args, **kwargs)

    def __instancecheck__(cls, instance):
        if cls.__dict__.get('_is_protocol') and cls is not Protocol:
            if not cls.__dict__.get('_is_runtime_protocol'):
                raise TypeError('Instance and class checks can only be used with @runtime_checkable protocols')
            if all(hasattr(instance, a) and (not callable(getattr(cls, a, None)) or getattr(instance, a) is not None)
                   for a in _protocol_attrs(cls)):
                return True
        return super().__instancecheck__(instance)

    def __subclasscheck__(cls, other):
        if cls.__dict__.get('_is_protocol') and cls is not Protocol and isinstance(other, type):
            if not cls.__dict__.get('_is_runtime_protocol') and not (sys._getframe(1).f_globals['__name__'] in ('abc', 'functools', 'typing')):
                raise TypeError('Instance and class checks can only be used with @runtime_checkable protocols')
            if all(any(a in base.__dict__ for base in other.__mro__) for a in _protocol_attrs(cls)):
                return True
        return super().__subclasscheck__(other)


_EXCLUDED = {'__parameters__', '__orig_bases__', '__orig_class__', '_is_protocol', '_is_runtime_protocol', '__abstractmethods__',
             '__annotations__', '__dict__', '__doc__', '__init__', '__module__', '__new__', '__slots__', '__subclasshook__',
             '__weakref__', '__class_getitem__', '__match_args__', '__static_attributes__', '__firstlineno__', '_abc_impl',
             '__init_subclass__', '__protocol_attrs__', '__annotate__', '__annotate_func__', '__annotations_cache__', '__qualname__'}


def _protocol_attrs(cls):
    attrs = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in ('Protocol', 'Generic'):
            continue
        for attr in list(base.__dict__) + list(base.__dict__.get('__annotations__', ())):
            if attr not in _EXCLUDED and not attr.startswith('_abc_'):
                attrs.add(attr)
    return attrs


def _no_init_or_replace_init(self, *args, **kwargs):
    cls = type(self)
    if cls.__dict__.get('_is_protocol'):
        raise TypeError('Protocols cannot be instantiated')


class Protocol(Generic, metaclass=_ProtocolMeta):
    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if '_is_protocol' not in cls.__dict__:
            cls._is_protocol = any(b is Protocol for b in cls.__bases__)


def runtime_checkable(cls):
    if not getattr(cls, '_is_protocol', False):
        raise TypeError('@runtime_checkable can be only applied to protocol classes, got %r' % cls)
    cls._is_runtime_protocol = True
    return cls


runtime = runtime_checkable


class _Container:
    # typing.List and its kind: an alias of a real class, subscriptable.
    def __init__(self, origin, name):
        self.__origin__ = origin
        self._name = name

    def __getitem__(self, item):
        return _Alias(self.__origin__, item if isinstance(item, tuple) else (item,), self._name)

    def __repr__(self):
        return 'typing.' + self._name

    def __call__(self, *args, **kwargs):
        if self._name in ('List', 'Dict', 'Set', 'FrozenSet', 'Tuple', 'Type'):
            raise TypeError(f'Type {self._name} cannot be instantiated; use {self.__origin__.__name__}() instead')
        return self.__origin__(*args, **kwargs)

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __instancecheck__(self, obj):
        return isinstance(obj, self.__origin__)

    def __subclasscheck__(self, cls):
        return issubclass(cls, self.__origin__)

    def __getattr__(self, attr):
        if attr.startswith('__') and attr.endswith('__'):
            raise AttributeError(attr)
        return getattr(self.__origin__, attr)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


for _n, _o in (('List', list), ('Dict', dict), ('Set', set), ('FrozenSet', frozenset), ('Tuple', tuple), ('Type', type)):
    globals()[_n] = _Container(_o, _n)
for _n in ('Hashable', 'Awaitable', 'Coroutine', 'AsyncIterable', 'AsyncIterator', 'Iterable', 'Iterator', 'Reversible', 'Sized',
           'Container', 'Collection', 'Callable', 'MutableSet', 'Mapping', 'MutableMapping', 'Sequence', 'MutableSequence',
           'KeysView', 'ItemsView', 'ValuesView', 'MappingView', 'Generator', 'AsyncGenerator'):
    globals()[_n] = _Container(getattr(collections.abc, _n), _n)
AbstractSet = _Container(collections.abc.Set, 'AbstractSet')
ByteString = _Container(collections.abc.ByteString, 'ByteString')
for _n in ('deque', 'defaultdict', 'OrderedDict', 'Counter'):
    _o = getattr(collections, _n)
    globals()[_n[0].upper() + _n[1:] if _n != 'defaultdict' else 'DefaultDict'] = _Container(
        _o, 'DefaultDict' if _n == 'defaultdict' else _n[0].upper() + _n[1:])
Text = str
AnyStr = TypeVar('AnyStr', bytes, str)
T = TypeVar('T')
KT = TypeVar('KT')
VT = TypeVar('VT')


@runtime_checkable
class SupportsInt(Protocol):
    __slots__ = ()

    @abstractmethod
    def __int__(self):
        pass


@runtime_checkable
class SupportsFloat(Protocol):
    __slots__ = ()

    @abstractmethod
    def __float__(self):
        pass


@runtime_checkable
class SupportsIndex(Protocol):
    __slots__ = ()

    @abstractmethod
    def __index__(self):
        pass


@runtime_checkable
class SupportsAbs(Protocol):
    __slots__ = ()

    @abstractmethod
    def __abs__(self):
        pass


def cast(typ, val):
    return val


def overload(func):
    def _overload_dummy(*args, **kwds):
        raise NotImplementedError('You should not call an overloaded function. A series of @overload-decorated functions outside '
                                  'a stub module should always be followed by an implementation that is not @overload-ed.')
    return _overload_dummy


def final(f):
    try:
        f.__final__ = True
    except (AttributeError, TypeError):
        pass
    return f


def override(method):
    try:
        method.__override__ = True
    except (AttributeError, TypeError):
        pass
    return method


def no_type_check(arg):
    return arg


def assert_never(arg):
    raise AssertionError(f'Expected code to be unreachable, but got: {arg!r}')


def assert_type(val, typ):
    return val


def reveal_type(obj):
    print(f'Runtime type is {type(obj).__name__!r}', file=sys.stderr)
    return obj


def get_origin(tp):
    if isinstance(tp, (_Alias, _Container, GenericAlias)):
        return tp.__origin__
    if isinstance(tp, UnionType):
        return Union if _policy('typing_union_is_union_type') else UnionType
    if tp is Generic:
        return Generic
    return None


def get_args(tp):
    if isinstance(tp, (_Alias, GenericAlias, UnionType)):
        return tp.__args__
    return ()


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    if isinstance(obj, type):
        hints = {}
        for base in reversed(obj.__mro__):
            ns = sys.modules[base.__module__].__dict__ if base.__module__ in sys.modules else {}
            for name, value in (base.__dict__.get('__annotations__') or {}).items():
                hints[name] = _evaluate(value, globalns or ns, localns or dict(vars(base)))
        return hints
    hints = getattr(obj, '__annotations__', None)
    if hints is None:
        raise TypeError(f'{obj!r} is not a module, class, method, or function.')
    ns = globalns if globalns is not None else getattr(obj, '__globals__', {})
    return {name: _evaluate(value, ns, localns if localns is not None else ns) for name, value in hints.items()}


def _evaluate(value, globalns, localns):
    if value is None:
        return type(None)
    if isinstance(value, ForwardRef):
        value = value.__forward_arg__
    if isinstance(value, str):
        return eval(value, dict(globalns), localns)
    return value


class NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        types_ = ns.get('__annotations__')
        if types_ is None and '__annotate_func__' in ns:
            types_ = ns['__annotate_func__'](1)
        if types_ is None and '__annotate__' in ns:
            types_ = ns['__annotate__'](1)
        types_ = dict(types_ or {})
        default_names = []
        for field_name in types_:
            if field_name in ns:
                default_names.append(field_name)
            elif default_names:
                raise TypeError(f"Non-default namedtuple field {field_name} cannot follow default field"
                                f"{'s' if len(default_names) > 1 else ''} {', '.join(default_names)}")
        nm_tpl = collections.namedtuple(typename, list(types_), defaults=[ns[n] for n in default_names], module=ns['__module__'])
        nm_tpl.__annotations__ = nm_tpl.__new__.__annotations__ = types_
        for key, value in ns.items():
            if key in ('__new__', '__init__', '__slots__', '__getnewargs__', '_fields', '_field_defaults', '_make', '_replace', '_asdict'):
                raise AttributeError('Cannot overwrite NamedTuple attribute ' + key)
            if key not in ('__annotations__', '__module__', '__qualname__', '__name__', '__classcell__', '__annotate_func__',
                           '__annotate__') and key not in nm_tpl._fields:
                setattr(nm_tpl, key, value)
        nm_tpl.__bases__ if False else None
        if 'Generic' in [getattr(b, '__name__', '') for b in bases]:
            nm_tpl.__class_getitem__ = classmethod(GenericAlias)
        return nm_tpl


_NamedTuple = type.__new__(NamedTupleMeta, 'NamedTuple', (), {})


class _NamedTupleMaker:
    def __call__(self, typename, fields=None, /, **kwargs):
        if fields is None:
            fields = kwargs.items()
        fields = list(fields)
        nt = collections.namedtuple(typename, [n for n, t in fields], module=_caller_module())
        nt.__annotations__ = nt.__new__.__annotations__ = dict(fields)
        return nt

    def __mro_entries__(self, bases):
        return (_NamedTuple,)

    def __repr__(self):
        return '<function NamedTuple>'


NamedTuple = _NamedTupleMaker()


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True, closed=None, extra_items=None):
        annotations = {}
        for base in bases:
            annotations.update(base.__dict__.get('__annotations__', {}))
        own = ns.get('__annotations__')
        if own is None and '__annotate_func__' in ns:
            own = ns['__annotate_func__'](1)
        if own is None and '__annotate__' in ns:
            own = ns['__annotate__'](1)
        annotations.update(own or {})
        ns = {k: v for k, v in ns.items() if k not in ('__annotate_func__', '__annotate__')}
        ns['__annotations__'] = annotations
        tp = type.__new__(_TypedDictMeta, name, (dict,), ns)
        tp.__total__ = total
        tp.__required_keys__ = frozenset(annotations) if total else frozenset()
        tp.__optional_keys__ = frozenset() if total else frozenset(annotations)
        return tp

    def __call__(cls, *args, **kwargs):
        return dict(*args, **kwargs)

    def __instancecheck__(cls, other):
        raise TypeError('TypedDict does not support instance and class checks')

    def __subclasscheck__(cls, other):
        raise TypeError('TypedDict does not support instance and class checks')


_TypedDict = type.__new__(_TypedDictMeta, 'TypedDict', (), {})


class _TypedDictMaker:
    def __call__(self, typename, fields=(), /, *, total=True, **kwargs):
        return _TypedDictMeta(typename, (), {'__annotations__': dict(fields or kwargs), '__module__': _caller_module()}, total=total)

    def __mro_entries__(self, bases):
        return (_TypedDict,)

    def __repr__(self):
        return '<function TypedDict>'


TypedDict = _TypedDictMaker()


def is_typeddict(tp):
    return isinstance(tp, _TypedDictMeta)


class NewType:
    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition('.')[-1]
        self.__supertype__ = tp
        self.__module__ = _caller_module()

    def __repr__(self):
        return f'{self.__module__}.{self.__qualname__}'

    def __call__(self, x):
        return x

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


def __getattr__(name):
    if name in ('IO', 'TextIO', 'BinaryIO', 'Pattern', 'Match', 'ContextManager', 'AsyncContextManager', 'ChainMap'):
        made = _Container(object, name)
        globals()[name] = made
        return made
    raise AttributeError(f"module 'typing' has no attribute '{name}'")


__all__ = [_n for _n in list(globals()) if not _n.startswith('_') and _n not in (
    'collections', 'sys', 'ABCMeta', 'abstractmethod', 'GenericAlias', 'UnionType', 'FunctionType', 'T', 'KT', 'VT', 'runtime',
    'NamedTupleMeta')]
