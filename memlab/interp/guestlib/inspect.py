# Guest Python: what programs ask inspect for.
import sys
import types
from collections import namedtuple as _namedtuple

GEN_CREATED = 'GEN_CREATED'
GEN_RUNNING = 'GEN_RUNNING'
GEN_SUSPENDED = 'GEN_SUSPENDED'
GEN_CLOSED = 'GEN_CLOSED'
CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS, CO_NESTED, CO_GENERATOR = 1, 2, 4, 8, 16, 32
TPFLAGS_IS_ABSTRACT = 1 << 20


def getgeneratorstate(generator):
    if generator.gi_running:
        return GEN_RUNNING
    if generator.gi_frame is None:
        return GEN_CLOSED
    if not generator.gi_suspended if hasattr(generator, 'gi_suspended') else generator.gi_frame.f_lasti == -1:
        return GEN_CREATED
    return GEN_SUSPENDED


def getgeneratorlocals(generator):
    if not isgenerator(generator):
        raise TypeError('{!r} is not a Python generator'.format(generator))
    frame = generator.gi_frame
    return {} if frame is None else frame.f_locals


def ismodule(object):
    return isinstance(object, types.ModuleType)


def isclass(object):
    return isinstance(object, type)


def ismethod(object):
    return isinstance(object, types.MethodType)


def isfunction(object):
    return isinstance(object, types.FunctionType)


def isbuiltin(object):
    return isinstance(object, types.BuiltinFunctionType)


def isgenerator(object):
    return isinstance(object, types.GeneratorType)


def isgeneratorfunction(obj):
    import functools
    while isinstance(obj, (types.MethodType, functools.partial)):
        obj = obj.__func__ if isinstance(obj, types.MethodType) else obj.func
    return isfunction(obj) and bool(obj.__code__.co_flags & CO_GENERATOR)


def iscoroutinefunction(obj):
    return False


def iscoroutine(object):
    return False


def isasyncgenfunction(obj):
    return False


def isasyncgen(object):
    return False


def isawaitable(object):
    return hasattr(type(object), '__await__')


def istraceback(object):
    return isinstance(object, types.TracebackType)


def isframe(object):
    return isinstance(object, types.FrameType)


def iscode(object):
    return isinstance(object, types.CodeType)


def ismethoddescriptor(obj):
    if isclass(obj) or ismethod(obj) or isfunction(obj):
        return False
    tp = type(obj)
    return hasattr(tp, '__get__') and not hasattr(tp, '__set__')


def isdatadescriptor(object):
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    tp = type(object)
    return hasattr(tp, '__set__') or hasattr(tp, '__delete__')


def isgetsetdescriptor(object):
    return isinstance(object, types.GetSetDescriptorType)


def ismemberdescriptor(object):
    return isinstance(object, types.MemberDescriptorType)


def isroutine(object):
    return isbuiltin(object) or isfunction(object) or ismethod(object) or ismethoddescriptor(object)


def isabstract(object):
    return isinstance(object, type) and bool(getattr(object, '__abstractmethods__', ()))


def _members(object, predicate, get):
    mro = (object,) + getmro(object) if isclass(object) else ()
    names = dir(object)
    results = []
    seen = set()
    for key in names:
        try:
            value = get(object, key)
            if key in seen:
                raise AttributeError
        except AttributeError:
            for base in mro:
                if key in base.__dict__:
                    value = base.__dict__[key]
                    break
            else:
                continue
        if not predicate or predicate(value):
            results.append((key, value))
        seen.add(key)
    results.sort(key=lambda pair: pair[0])
    return results


def getmembers(object, predicate=None):
    return _members(object, predicate, getattr)


def getmembers_static(object, predicate=None):
    return _members(object, predicate, getattr_static)


def getmro(cls):
    return cls.__mro__


_missing = object()


def getattr_static(obj, attr, default=_missing):
    if isinstance(obj, type):
        for cls in obj.__mro__:
            if attr in cls.__dict__:
                return cls.__dict__[attr]
        for cls in type(obj).__mro__:
            if attr in cls.__dict__:
                return cls.__dict__[attr]
    else:
        found = _missing
        for cls in type(obj).__mro__:
            if attr in cls.__dict__:
                found = cls.__dict__[attr]
                break
        if found is not _missing and hasattr(type(found), '__set__'):
            return found
        try:
            own = object.__getattribute__(obj, '__dict__')
        except AttributeError:
            own = {}
        if attr in own:
            return own[attr]
        if found is not _missing:
            return found
    if default is not _missing:
        return default
    raise AttributeError(attr)


def unwrap(func, *, stop=None):
    f = func
    seen = {id(f)}
    while hasattr(func, '__wrapped__') and not (stop is not None and stop(func)):
        func = func.__wrapped__
        if id(func) in seen:
            raise ValueError('wrapper loop when unwrapping {!r}'.format(f))
        seen.add(id(func))
    return func


def cleandoc(doc):
    lines = doc.expandtabs().split('\n')
    margin = None
    for line in lines[1:]:
        content = len(line.lstrip(' '))
        if content:
            indent = len(line) - content
            margin = indent if margin is None else min(margin, indent)
    if lines:
        lines[0] = lines[0].lstrip(' ')
    if margin:
        for i in range(1, len(lines)):
            lines[i] = lines[i][margin:]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return '\n'.join(lines)


def getdoc(object):
    doc = getattr(object, '__doc__', None)
    if doc is None and isclass(object):
        for base in object.__mro__[1:]:
            if base is not type and base.__doc__ is not None and base is not __builtins_object:
                doc = base.__doc__
                break
    return cleandoc(doc) if isinstance(doc, str) else None


__builtins_object = object


def getmodule(object, _filename=None):
    if ismodule(object):
        return object
    return sys.modules.get(getattr(object, '__module__', None))


def getfile(object):
    if isfunction(object):
        return object.__code__.co_filename
    if iscode(object):
        return object.co_filename
    if isframe(object):
        return object.f_code.co_filename
    from _memlab import not_simulated
    not_simulated('inspect.getfile() of such an object')


getsourcefile = getfile


def getsource(object):
    from _memlab import not_simulated
    not_simulated('inspect.getsource()')


getsourcelines = getsource


def currentframe():
    return sys._getframe(1)


FrameInfo = _namedtuple('FrameInfo', 'frame filename lineno function code_context index')
Traceback = _namedtuple('Traceback', 'filename lineno function code_context index')


def getframeinfo(frame, context=1):
    lineno = frame.tb_lineno if istraceback(frame) else frame.f_lineno
    if istraceback(frame):
        frame = frame.tb_frame
    return Traceback(frame.f_code.co_filename, lineno, frame.f_code.co_name, None, None)


def getouterframes(frame, context=1):
    out = []
    while frame:
        out.append(FrameInfo(frame, frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name, None, None))
        frame = frame.f_back
    return out


def getinnerframes(tb, context=1):
    out = []
    while tb:
        out.append(FrameInfo(tb.tb_frame, tb.tb_frame.f_code.co_filename, tb.tb_lineno, tb.tb_frame.f_code.co_name, None, None))
        tb = tb.tb_next
    return out


def stack(context=1):
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    exc = sys.exc_info()[1]
    return getinnerframes(exc.__traceback__ if exc is not None else None, context)


ArgInfo = _namedtuple('ArgInfo', 'args varargs keywords locals')
FullArgSpec = _namedtuple('FullArgSpec', 'args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations')
ClosureVars = _namedtuple('ClosureVars', 'nonlocals globals builtins unbound')


def getclosurevars(func):
    if ismethod(func):
        func = func.__func__
    code = func.__code__
    nonlocals = {}
    for name, cell in zip(code.co_freevars, func.__closure__ or ()):
        try:
            nonlocals[name] = cell.cell_contents
        except ValueError:
            pass
    import builtins
    ns = func.__globals__
    global_vars, builtin_vars, unbound = {}, {}, set()
    for name in code.co_names:
        if name in ns:
            global_vars[name] = ns[name]
        elif hasattr(builtins, name):
            builtin_vars[name] = getattr(builtins, name)
        else:
            unbound.add(name)
    return ClosureVars(nonlocals, global_vars, builtin_vars, unbound)


def getfullargspec(func):
    sig = signature(func)
    args, varargs, varkw, kwonly, defaults, kwdefaults, annotations = [], None, None, [], (), {}, {}
    for p in sig.parameters.values():
        if p.kind in (_PO, _PK):
            args.append(p.name)
            if p.default is not _empty:
                defaults += (p.default,)
        elif p.kind is _VP:
            varargs = p.name
        elif p.kind is _KO:
            kwonly.append(p.name)
            if p.default is not _empty:
                kwdefaults[p.name] = p.default
        else:
            varkw = p.name
        if p.annotation is not _empty:
            annotations[p.name] = p.annotation
    if sig.return_annotation is not _empty:
        annotations['return'] = sig.return_annotation
    return FullArgSpec(args, varargs, varkw, defaults or None, kwonly, kwdefaults or None, annotations)


class _empty:
    pass


_empty.__name__ = _empty.__qualname__ = '_empty'


class _ParameterKind(int):
    def __new__(cls, value, name, description):
        self = int.__new__(cls, value)
        self.name = name
        self.description = description
        return self

    def __str__(self):
        return self.name

    def __repr__(self):
        return f'<_ParameterKind.{self.name}: {int(self)}>'


_PO = _ParameterKind(0, 'POSITIONAL_ONLY', 'positional-only')
_PK = _ParameterKind(1, 'POSITIONAL_OR_KEYWORD', 'positional or keyword')
_VP = _ParameterKind(2, 'VAR_POSITIONAL', 'variadic positional')
_KO = _ParameterKind(3, 'KEYWORD_ONLY', 'keyword-only')
_VK = _ParameterKind(4, 'VAR_KEYWORD', 'variadic keyword')


def formatannotation(annotation, base_module=None):
    if getattr(annotation, '__module__', None) == 'typing':
        return repr(annotation).replace('typing.', '')
    if isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ('builtins', base_module):
            return annotation.__qualname__
        return annotation.__module__ + '.' + annotation.__qualname__
    return repr(annotation)


class Parameter:
    __slots__ = ('_name', '_kind', '_default', '_annotation')
    POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, KEYWORD_ONLY, VAR_KEYWORD = _PO, _PK, _VP, _KO, _VK
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        self._name = name
        self._kind = kind
        self._default = default
        self._annotation = annotation

    name = property(lambda self: self._name)
    kind = property(lambda self: self._kind)
    default = property(lambda self: self._default)
    annotation = property(lambda self: self._annotation)

    def replace(self, **kw):
        args = dict(name=self._name, kind=self._kind, default=self._default, annotation=self._annotation)
        args.update(kw)
        return type(self)(args['name'], args['kind'], default=args['default'], annotation=args['annotation'])

    def __str__(self):
        text = self._name
        if self._annotation is not _empty:
            text = '{}: {}'.format(text, formatannotation(self._annotation))
        if self._default is not _empty:
            text = ('{} = {}' if self._annotation is not _empty else '{}={}').format(text, repr(self._default))
        if self._kind is _VP:
            text = '*' + text
        elif self._kind is _VK:
            text = '**' + text
        return text

    def __repr__(self):
        return '<{} "{}">'.format(self.__class__.__name__, self)

    def __eq__(self, other):
        if not isinstance(other, Parameter):
            return NotImplemented
        return (self._name, self._kind, self._default, self._annotation) == (other._name, other._kind, other._default, other._annotation)

    def __hash__(self):
        return hash((self._name, self._kind))


class BoundArguments:
    __slots__ = ('arguments', '_signature')

    def __init__(self, signature, arguments):
        self.arguments = arguments
        self._signature = signature

    @property
    def signature(self):
        return self._signature

    @property
    def args(self):
        args = []
        for name, param in self._signature.parameters.items():
            if param.kind in (_VK, _KO) or name not in self.arguments:
                break
            if param.kind is _VP:
                args.extend(self.arguments[name])
            else:
                args.append(self.arguments[name])
        return tuple(args)

    @property
    def kwargs(self):
        kwargs = {}
        started = False
        for name, param in self._signature.parameters.items():
            if not started:
                if param.kind in (_VK, _KO):
                    started = True
                elif name not in self.arguments:
                    started = True
                    continue
            if not started or name not in self.arguments:
                continue
            if param.kind is _VK:
                kwargs.update(self.arguments[name])
            else:
                kwargs[name] = self.arguments[name]
        return kwargs

    def apply_defaults(self):
        new = []
        for name, param in self._signature.parameters.items():
            if name in self.arguments:
                new.append((name, self.arguments[name]))
            elif param.default is not _empty:
                new.append((name, param.default))
            elif param.kind is _VP:
                new.append((name, ()))
            elif param.kind is _VK:
                new.append((name, {}))
        self.arguments = dict(new)

    def __repr__(self):
        return '<{} ({})>'.format(self.__class__.__name__, ', '.join('{}={!r}'.format(k, v) for k, v in self.arguments.items()))


class Signature:
    __slots__ = ('_parameters', '_return_annotation')
    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty):
        self._parameters = types.MappingProxyType({p.name: p for p in parameters or ()})
        self._return_annotation = return_annotation

    parameters = property(lambda self: self._parameters)
    return_annotation = property(lambda self: self._return_annotation)

    @classmethod
    def from_callable(cls, obj, **kw):
        return signature(obj)

    def replace(self, **kw):
        return type(self)(kw.get('parameters', list(self._parameters.values())),
                          return_annotation=kw.get('return_annotation', self._return_annotation))

    def __eq__(self, other):
        if not isinstance(other, Signature):
            return NotImplemented
        return list(self._parameters.values()) == list(other._parameters.values()) and self._return_annotation == other._return_annotation

    def __str__(self):
        result = []
        pos_only = False
        kw_separator = True
        for param in self._parameters.values():
            if param.kind is _PO:
                pos_only = True
            elif pos_only:
                result.append('/')
                pos_only = False
            if param.kind is _VP:
                kw_separator = False
            elif param.kind is _KO and kw_separator:
                result.append('*')
                kw_separator = False
            result.append(str(param))
        if pos_only:
            result.append('/')
        text = '({})'.format(', '.join(result))
        if self._return_annotation is not _empty:
            text += ' -> {}'.format(formatannotation(self._return_annotation))
        return text

    def __repr__(self):
        return '<{} {}>'.format(self.__class__.__name__, self)

    def _bind(self, args, kwargs, partial):
        arguments = {}
        params = list(self._parameters.values())
        rest = list(args)
        kwargs = dict(kwargs)
        for param in params:
            name = param.name
            if param.kind in (_PO, _PK):
                if rest:
                    if name in kwargs and param.kind is _PK:
                        raise TypeError(f'multiple values for argument {name!r}')
                    arguments[name] = rest.pop(0)
                elif name in kwargs and param.kind is _PK:
                    arguments[name] = kwargs.pop(name)
                elif param.default is _empty and not partial:
                    raise TypeError(f'missing a required argument: {name!r}')
            elif param.kind is _VP:
                if rest:
                    arguments[name] = tuple(rest)
                    rest = []
            elif param.kind is _KO:
                if name in kwargs:
                    arguments[name] = kwargs.pop(name)
                elif param.default is _empty and not partial:
                    from _memlab import policy
                    raise TypeError(f'missing a required {"keyword-only " if policy("inspect_names_keyword_only") else ""}argument: {name!r}')
            elif kwargs:
                arguments[name] = kwargs
                kwargs = {}
        if rest:
            raise TypeError('too many positional arguments')
        if kwargs:
            raise TypeError('got an unexpected keyword argument {arg!r}'.format(arg=next(iter(kwargs))))
        return BoundArguments(self, arguments)

    def bind(self, /, *args, **kwargs):
        return self._bind(args, kwargs, False)

    def bind_partial(self, /, *args, **kwargs):
        return self._bind(args, kwargs, True)


def _from_function(func):
    code = func.__code__
    names = code.co_varnames
    count, posonly, kwonly = code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount
    annotations = func.__annotations__
    defaults = func.__defaults__ or ()
    first_default = count - len(defaults)
    params = []
    for i, name in enumerate(names[:count]):
        default = defaults[i - first_default] if i >= first_default else _empty
        params.append(Parameter(name, _PO if i < posonly else _PK, default=default, annotation=annotations.get(name, _empty)))
    at = count + kwonly
    if code.co_flags & CO_VARARGS:
        params.append(Parameter(names[at], _VP, annotation=annotations.get(names[at], _empty)))
        at += 1
    kwdefaults = func.__kwdefaults__ or {}
    for name in names[count:count + kwonly]:
        params.append(Parameter(name, _KO, default=kwdefaults.get(name, _empty), annotation=annotations.get(name, _empty)))
    if code.co_flags & CO_VARKEYWORDS:
        params.append(Parameter(names[at], _VK, annotation=annotations.get(names[at], _empty)))
    return Signature(params, return_annotation=annotations.get('return', _empty))


def _without_first(sig):
    params = list(sig.parameters.values())
    if params and params[0].kind in (_PO, _PK):
        params = params[1:]
    elif not params or params[0].kind is not _VP:
        raise ValueError('invalid method signature')
    return sig.replace(parameters=params)


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    if not callable(obj):
        raise TypeError('{!r} is not a callable object'.format(obj))
    if isinstance(obj, types.MethodType):
        return _without_first(signature(obj.__func__))
    if follow_wrapped:
        obj = unwrap(obj, stop=lambda f: hasattr(f, '__signature__') or isinstance(f, types.MethodType))
        if isinstance(obj, types.MethodType):
            return signature(obj)
    sig = getattr(obj, '__signature__', None)
    if sig is not None:
        return sig
    if isfunction(obj):
        return _from_function(obj)
    import functools
    if isinstance(obj, functools.partial):
        base = signature(obj.func)
        bound = base.bind_partial(*obj.args, **obj.keywords).arguments
        params = []
        kwonly = False
        for param in base.parameters.values():
            if param.name in obj.keywords:
                kwonly = True
                params.append(param.replace(kind=_KO, default=obj.keywords[param.name]))
            elif param.kind in (_PO, _PK) and param.name in bound:
                continue
            elif kwonly and param.kind is _PK:
                params.append(param.replace(kind=_KO))
            else:
                params.append(param)
        return base.replace(parameters=params)
    if isinstance(obj, type):
        for name in ('__new__', '__init__'):
            for cls in obj.__mro__:
                method = cls.__dict__.get(name)
                if method is not None:
                    method = getattr(method, '__func__', method)
                    if isfunction(method):
                        return _without_first(signature(method))
                    break
        if type.__call__ is not type(obj).__call__ and isfunction(type(obj).__call__):
            return _without_first(signature(type(obj).__call__))
        if obj.__init__ is object.__init__ and obj.__new__ is object.__new__:
            return Signature()
        raise ValueError('no signature found for builtin type {!r}'.format(obj))
    call = getattr(type(obj), '__call__', None)
    if isfunction(call):
        return _without_first(_from_function(call))
    raise ValueError('no signature found for builtin {!r}'.format(obj))


def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
    if isinstance(obj, type):
        ann = obj.__dict__.get('__annotations__') or {}
    else:
        ann = getattr(obj, '__annotations__', None) or {}
    ann = dict(ann)
    if eval_str:
        ns = globals if globals is not None else getattr(obj, '__globals__', {})
        ann = {k: eval(v, ns, locals) if isinstance(v, str) else v for k, v in ann.items()}
    return ann
