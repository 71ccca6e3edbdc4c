# Guest Python: enum.
import sys
from _memlab import policy as _policy
from types import MappingProxyType, DynamicClassAttribute
from operator import or_ as _or_
from functools import reduce as _reduce

__all__ = ['EnumMeta', 'EnumType', 'Enum', 'IntEnum', 'StrEnum', 'Flag', 'IntFlag', 'auto', 'unique', 'property', 'member', 'nonmember',
           'FlagBoundary', 'STRICT', 'CONFORM', 'EJECT', 'KEEP', 'verify', 'CONTINUOUS', 'NAMED_FLAGS', 'UNIQUE', 'ReprEnum',
           'global_enum']

_modern = _policy('enum_modern')
Enum = Flag = ReprEnum = None
_builtin_property = property


def _is_descriptor(obj):
    return hasattr(obj, '__get__') or hasattr(obj, '__set__') or hasattr(obj, '__delete__')


def _is_dunder(name):
    return len(name) > 4 and name[:2] == name[-2:] == '__' and name[2] != '_' and name[-3] != '_'


def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == '_' and name[1] != '_' and name[-2] != '_'


def _is_private(cls_name, name):
    pattern = '_%s__' % (cls_name,)
    return len(name) > len(pattern) and name.startswith(pattern) and name[len(pattern)] != '_' and (name[-1] != '_' or name[-2] != '_')


def _is_single_bit(num):
    return num > 0 and num & (num - 1) == 0


class _Auto:
    def __repr__(self):
        return 'auto()'


_auto_null = object()


class auto:
    def __init__(self, value=_auto_null):
        self.value = value

    def __repr__(self):
        return 'auto(%r)' % self.value


class _Member:
    def __init__(self, value):
        self.value = value


class _NonMember:
    def __init__(self, value):
        self.value = value


class property(DynamicClassAttribute):
    member = None

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            if self.member is not None:
                return self.member
            try:
                return ownerclass._member_map_[self.name]
            except KeyError:
                raise AttributeError('%r has no attribute %r' % (ownerclass, self.name)) from None
        if self.fget is None:
            raise AttributeError('%r has no attribute %r' % (ownerclass, self.name))
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError('<enum %r> cannot set attribute %r' % (self.clsname, self.name))
        return self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError('<enum %r> cannot delete attribute %r' % (self.clsname, self.name))
        return self.fdel(instance)

    def __set_name__(self, ownerclass, name):
        self.name = name
        self.clsname = ownerclass.__name__


_Property = property
member = _Member
nonmember = _NonMember
for _c, _n in ((_Member, "member"), (_NonMember, "nonmember")):
    _c.__name__ = _c.__qualname__ = _n


class _EnumDict(dict):
    def __init__(self, cls_name=None):
        super().__init__()
        self._cls_name = cls_name
        self._member_names = {}
        self._last_values = []
        self._ignore = []
        self._auto_called = False

    def __setitem__(self, key, value):
        if self._cls_name is not None and _is_private(self._cls_name, key):
            pass
        elif _is_sunder(key):
            if key not in ('_order_', '_generate_next_value_', '_missing_', '_ignore_', '_iter_member_', '_iter_member_by_value_',
                           '_iter_member_by_def_', '_numeric_repr_', '_add_alias_', '_add_value_alias_', '_create_pseudo_member_'):
                raise ValueError('_sunder_ names, such as %r, are reserved for future Enum use' % (key,) if _modern else
                                 '_names_ are reserved for future Enum use')
            if key == '_generate_next_value_':
                if self._auto_called:
                    raise TypeError('_generate_next_value_ must be defined before members')
                _gnv = value.__func__ if isinstance(value, staticmethod) else value
                setattr(self, '_generate_next_value', _gnv)
            elif key == '_ignore_':
                value = value.replace(',', ' ').split() if isinstance(value, str) else list(value)
                self._ignore = value
                already = set(value) & set(self._member_names)
                if already:
                    raise ValueError('_ignore_ cannot specify already set names: %r' % (already,))
        elif _is_dunder(key):
            if key == '__order__':
                key = '_order_'
        elif key in self._member_names:
            raise TypeError(('%r already defined as %r' if _modern else 'Attempted to reuse key: %r')
                            % ((key, self[key]) if _modern else (key,)))
        elif key in self._ignore:
            pass
        elif isinstance(value, _NonMember):
            value = value.value
        elif _is_descriptor(value) and not isinstance(value, _Member):
            pass
        elif isinstance(value, type) and _policy('enum_nested_classes_are_no_members'):
            pass
        else:
            if key in self:
                raise TypeError('%r already defined as %r' % (key, self[key]))
            if isinstance(value, _Member):
                value = value.value
            if isinstance(value, auto):
                if value.value is _auto_null:
                    value.value = self._generate_next_value(key, 1, len(self._member_names), self._last_values[:])
                self._auto_called = True
                value = value.value
            elif type(value) is tuple and any(isinstance(v, auto) for v in value):
                out = []
                for v in value:
                    if isinstance(v, auto):
                        if v.value is _auto_null:
                            v.value = self._generate_next_value(key, 1, len(self._member_names), self._last_values[:])
                        self._auto_called = True
                        v = v.value
                    out.append(v)
                value = tuple(out)
            self._member_names[key] = None
            self._last_values.append(value)
        super().__setitem__(key, value)

    def update(self, members, *more):
        try:
            for name in members.keys():
                self[name] = members[name]
        except AttributeError:
            for name, value in members:
                self[name] = value


class EnumMeta(type):
    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        metacls._check_for_existing_members(cls, bases)
        enum_dict = _EnumDict(cls)
        member_type, first_enum = metacls._get_mixins_(cls, bases)
        if first_enum is not None:
            enum_dict._generate_next_value = getattr(first_enum, '_generate_next_value_', None)
        return enum_dict

    def __new__(metacls, cls, bases, classdict, *, boundary=None, _simple=False, **kwds):
        if not isinstance(classdict, _EnumDict):
            return type.__new__(metacls, cls, bases, dict(classdict), **kwds)
        classdict.setdefault('_ignore_', []).append('_ignore_')
        for key in classdict['_ignore_']:
            classdict.pop(key, None)
        member_names = list(classdict._member_names)
        invalid = set(member_names) & {'mro', ''}
        if invalid:
            raise ValueError('invalid enum member name(s) %s' % ','.join(repr(n) for n in sorted(invalid)) if _modern else
                             'Invalid enum member name: {0}'.format(','.join(invalid)))
        order = classdict.pop('_order_', None)
        ns = {k: v for k, v in classdict.items() if k not in classdict._member_names}
        values = {k: dict.__getitem__(classdict, k) for k in member_names}
        member_type, first_enum = metacls._get_mixins_(cls, bases)
        new_method, save_new, use_args = metacls._find_new_(ns, member_type, first_enum)
        ns['_new_member_'] = new_method
        ns['_use_args_'] = use_args
        ns['_member_names_'] = []
        ns['_member_map_'] = {}
        ns['_value2member_map_'] = {}
        ns['_unhashable_values_'] = []
        ns['_member_type_'] = member_type
        ns['_value_repr_'] = metacls._find_data_repr_(cls, bases)
        ns['_boundary_'] = boundary or getattr(first_enum, '_boundary_', None)
        ns['_flag_mask_'] = 0
        ns['_singles_mask_'] = 0
        ns['_all_bits_'] = 0
        ns['_inverted_'] = None
        if '__reduce_ex__' not in ns:
            methods = ('__getnewargs_ex__', '__getnewargs__', '__reduce_ex__', '__reduce__')
            if member_type is not object and not any(m in member_type.__dict__ for m in methods):
                if '__new__' in ns:
                    ns['__reduce_ex__'] = _break_on_call_reduce
        enum_class = type.__new__(metacls, cls, bases, ns, **kwds)
        if Flag is not None and issubclass(enum_class, Flag):
            for name in ('__or__', '__and__', '__xor__', '__ror__', '__rand__', '__rxor__', '__invert__'):
                if name not in ns:
                    enum_method = getattr(Flag, name)
                    if member_type is not object and enum_class.__dict__.get(name) is None:
                        setattr(enum_class, name, enum_method)
        for name in ('__repr__', '__str__', '__format__', '__reduce_ex__'):
            if name in ns or Enum is None:
                continue
            if not _modern and cls in ('StrEnum', 'FlagBoundary'):
                continue
            class_method = getattr(enum_class, name)
            obj_method = getattr(member_type, name, None)
            enum_method = getattr(first_enum, name, None)
            if obj_method is not None and obj_method is class_method:
                setattr(enum_class, name, enum_method)
        for name in member_names:
            metacls._add_member(enum_class, name, values[name], member_type, new_method, use_args)
        if Enum is not None:
            if save_new:
                enum_class.__new_member__ = enum_class.__dict__['__new__'].__func__ if '__new__' in enum_class.__dict__ else new_method
            enum_class.__new__ = Enum.__new__
        if order is not None:
            if isinstance(order, str):
                order = order.replace(',', ' ').split()
            names = [n for n in enum_class._member_names_]
            if [o for o in order if o in names] != names:
                raise TypeError('member order does not match _order_:\n  %r\n  %r' % (names, order))
        if Flag is not None and issubclass(enum_class, Flag):
            mask = single = 0
            for m in enum_class._member_map_.values():
                v = m._value_
                if isinstance(v, int):
                    mask |= v
                    if _is_single_bit(v):
                        single |= v
            enum_class._flag_mask_ = mask
            enum_class._singles_mask_ = single
            enum_class._all_bits_ = 2 ** mask.bit_length() - 1
            if _modern:
                names = [m for m in enum_class._member_map_ if _is_single_bit(enum_class._member_map_[m]._value_)
                         and enum_class._member_map_[m]._name_ == m]
                names.sort(key=lambda n: enum_class._member_map_[n]._value_)
                enum_class._member_names_ = [n for n in enum_class._member_names_ if n in names]
                if enum_class._member_names_ != names:
                    enum_class._member_names_ = names
        return enum_class

    @staticmethod
    def _add_member(enum_class, member_name, value, member_type, new_method, use_args):
        if not isinstance(value, tuple):
            args = (value,)
        else:
            args = value
        if member_type is tuple:
            args = (args,)
        if not use_args:
            enum_member = new_method(enum_class)
        else:
            enum_member = new_method(enum_class, *args)
        if not hasattr(enum_member, '_value_'):
            if member_type is object:
                enum_member._value_ = value
            else:
                try:
                    enum_member._value_ = member_type(*args)
                except Exception as exc:
                    raise TypeError('_value_ not set in __new__, unable to create it') from exc
        value = enum_member._value_
        enum_member._name_ = member_name
        enum_member.__objclass__ = enum_class
        enum_member.__init__(*args)
        enum_member._sort_order_ = len(enum_class._member_names_)
        found = None
        try:
            found = enum_class._value2member_map_.get(value)
        except TypeError:
            for other in enum_class._member_map_.values():
                if other._value_ == value:
                    found = other
                    break
        if found is not None:
            enum_member = found
        else:
            enum_class._member_names_.append(member_name)
        descriptor = None
        for base in enum_class.__mro__[1:]:
            d = base.__dict__.get(member_name)
            if isinstance(d, (_Property, DynamicClassAttribute)):
                descriptor = d
                break
        if descriptor is not None:
            redirect = _Property()
            redirect.member = enum_member
            redirect.__set_name__(enum_class, member_name)
            redirect.fget = descriptor.fget
            redirect.fset = descriptor.fset
            redirect.fdel = descriptor.fdel
            type.__setattr__(enum_class, member_name, redirect)
        else:
            type.__setattr__(enum_class, member_name, enum_member)
        enum_class._member_map_[member_name] = enum_member
        try:
            enum_class._value2member_map_.setdefault(value, enum_member)
        except TypeError:
            enum_class._unhashable_values_.append(value)

    def __bool__(cls):
        return True

    def __call__(cls, value, names=None, *values, module=None, qualname=None, type=None, start=1, boundary=None):
        if cls._member_map_:
            if names is not None:
                value = (value, names) + values
            return cls.__new__(cls, value)
        if names is None and type is None:
            return cls.__new__(cls, value)
        return cls._create_(value, names, module=module, qualname=qualname, type=type, start=start, boundary=boundary)

    def __contains__(cls, member):
        if isinstance(member, cls):
            return True
        how = _policy('enum_contains')
        if how == 'member':
            if not isinstance(member, Enum):
                raise TypeError("unsupported operand type(s) for 'in': '%s' and '%s'" % (type(member).__qualname__, cls.__class__.__qualname__))
            return False
        try:
            return member in cls._value2member_map_ or member in cls._unhashable_values_
        except TypeError:
            return member in cls._unhashable_values_

    def __delattr__(cls, attr):
        if attr in cls._member_map_:
            raise AttributeError('%r cannot delete member %r.' % (cls.__name__, attr) if _modern else
                                 '%s: cannot delete Enum member %r.' % (cls.__name__, attr))
        super().__delattr__(attr)

    def __dir__(cls):
        if not _modern:
            return ['__class__', '__doc__', '__members__', '__module__'] + cls._member_names_
        return sorted(set(['__class__', '__contains__', '__doc__', '__getitem__', '__init_subclass__', '__iter__', '__len__',
                           '__members__', '__module__', '__name__', '__qualname__'] + list(cls._member_map_)))

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return (cls._member_map_[name] for name in cls._member_names_)

    def __len__(cls):
        return len(cls._member_names_)

    @_builtin_property
    def __members__(cls):
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        if Flag is not None and issubclass(cls, Flag) and _modern:
            return '<flag %r>' % cls.__name__
        return '<enum %r>' % cls.__name__

    def __reversed__(cls):
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __setattr__(cls, name, value):
        member_map = cls.__dict__.get('_member_map_', {})
        if name in member_map:
            raise AttributeError('cannot reassign member %r' % (name,) if _modern else 'Cannot reassign members.')
        super().__setattr__(name, value)

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1, boundary=None):
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        classdict = metacls.__prepare__(class_name, bases)
        if isinstance(names, str):
            names = names.replace(',', ' ').split()
        if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
            original_names, names = names, []
            last_values = []
            for count, name in enumerate(original_names):
                value = cls._generate_next_value_(name, start, count, last_values[:])
                last_values.append(value)
                names.append((name, value))
        for item in names or ():
            if isinstance(item, str):
                member_name, member_value = item, names[item]
            else:
                member_name, member_value = item
            classdict[member_name] = member_value
        if module is None:
            try:
                module = sys._getframe(2).f_globals['__name__']
            except (AttributeError, ValueError, KeyError):
                pass
        if module is not None:
            classdict['__module__'] = module
        if qualname is not None:
            classdict['__qualname__'] = qualname
        return metacls.__new__(metacls, class_name, bases, classdict, boundary=boundary)

    @classmethod
    def _check_for_existing_members(mcls, class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if Enum is not None and isinstance(base, EnumMeta) and base._member_names_:
                    raise TypeError('<enum %r> cannot extend %r' % (class_name, base) if _modern else
                                    '%s: cannot extend enumeration %r' % (class_name, base.__name__))

    @classmethod
    def _get_mixins_(mcls, class_name, bases):
        if not bases:
            return object, Enum
        first_enum = bases[-1]
        if not isinstance(first_enum, EnumMeta):
            raise TypeError('new enumerations should be created as `EnumName([mixin_type, ...] [data_type,] enum_type)`')
        member_type = mcls._find_data_type_(class_name, bases) or object
        return member_type, first_enum

    @classmethod
    def _find_data_repr_(mcls, class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumMeta):
                    return base.__dict__.get('_value_repr_')
                if '__repr__' in base.__dict__:
                    return base.__dict__['__repr__']
        return None

    @classmethod
    def _find_data_type_(mcls, class_name, bases):
        data_types = []
        seen = set()
        for chain in bases:
            candidate = None
            for base in chain.__mro__:
                if base in seen:
                    continue
                seen.add(base)
                if base is object:
                    continue
                if isinstance(base, EnumMeta):
                    if base._member_type_ is not object:
                        if base._member_type_ not in data_types:
                            data_types.append(base._member_type_)
                        break
                elif '__new__' in base.__dict__ or hasattr(base, '__dataclass_fields__'):
                    data_type = candidate or base
                    if data_type not in data_types:
                        data_types.append(data_type)
                    break
                else:
                    candidate = candidate or base
        if len(data_types) > 1:
            raise TypeError('too many data types for %r: %r' % (class_name, set(data_types)) if _modern else
                            '%r: too many data types: %r' % (class_name, set(data_types)))
        return data_types[0] if data_types else None

    @classmethod
    def _find_new_(mcls, classdict, member_type, first_enum):
        __new__ = classdict.get('__new__', None)
        save_new = first_enum is not None and __new__ is not None
        if isinstance(__new__, staticmethod):
            __new__ = __new__.__func__
        if __new__ is None:
            for method in ('__new_member__', '__new__'):
                for possible in (member_type, first_enum):
                    target = getattr(possible, method, None)
                    if target not in (None, None.__new__, object.__new__, getattr(Enum, '__new__', None)):
                        __new__ = target
                        break
                if __new__ is not None:
                    break
            else:
                __new__ = object.__new__
        use_args = not (first_enum is None or __new__ in (getattr(Enum, '__new__', None), object.__new__))
        return __new__, save_new, use_args


EnumType = EnumMeta


def _break_on_call_reduce(self, proto):
    raise TypeError('%r cannot be pickled' % self)


class Enum(metaclass=EnumMeta):
    def __new__(cls, value):
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            for m in cls._member_map_.values():
                if m._value_ == value:
                    return m
        if not cls._member_map_ and _policy('enum_empty_type_error'):
            raise TypeError('%r has no members defined' % cls)
        exc = None
        try:
            result = cls._missing_(value)
        except Exception as e:
            exc = e
            result = None
        try:
            if isinstance(result, cls):
                return result
            if Flag is not None and issubclass(cls, Flag) and cls._boundary_ is EJECT and isinstance(result, int):
                return result
            ve_exc = ValueError('%r is not a valid %s' % (value, cls.__qualname__))
            if result is None and exc is None:
                raise ve_exc
            if exc is None:
                exc = TypeError('error in %s._missing_: returned %r instead of None or a valid member' % (cls.__name__, result))
            if not isinstance(exc, ValueError):
                exc.__context__ = ve_exc
            raise exc
        finally:
            exc = None
            ve_exc = None

    def __init__(self, *args, **kwds):
        pass

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        if _modern:
            try:
                last_value = sorted(last_values).pop()
            except TypeError:
                for last_value in reversed(last_values):
                    try:
                        return last_value + 1
                    except TypeError:
                        pass
                return start
            try:
                return last_value + 1
            except TypeError:
                raise TypeError('unable to increment %r' % (last_value,)) from None
        for last_value in reversed(last_values):
            try:
                return last_value + 1
            except TypeError:
                pass
        return start

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        v_repr = self.__class__._value_repr_ or repr
        return '<%s.%s: %s>' % (self.__class__.__name__, self._name_, v_repr(self._value_))

    def __str__(self):
        return '%s.%s' % (self.__class__.__name__, self._name_)

    def __dir__(self):
        added = {'__class__', '__doc__', '__eq__', '__hash__', '__module__', 'name', 'value'}
        for cls in self.__class__.mro():
            for name, obj in cls.__dict__.items():
                if name[0] != '_' and name not in self.__class__._member_map_:
                    added.add(name)
        return sorted(added)

    def __format__(self, format_spec):
        if not _modern and self._member_type_ is not object and type(self).__str__ in (Enum.__str__, Flag.__str__):
            return self._member_type_.__format__(self._value_, format_spec)
        return str.__format__(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __deepcopy__(self, memo):
        return self

    def __copy__(self):
        return self

    @property
    def name(self):
        return self._name_

    @property
    def value(self):
        return self._value_


class ReprEnum(Enum):
    pass


class IntEnum(int, ReprEnum):
    if _modern:
        __str__ = int.__repr__
        __format__ = int.__format__


class StrEnum(str, ReprEnum):
    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError('too many arguments for str(): %r' % (values,))
        if len(values) == 1 and not isinstance(values[0], str):
            raise TypeError('%r is not a string' % (values[0],))
        value = str(*values)
        member = str.__new__(cls, value)
        member._value_ = value
        return member

    __str__ = str.__str__
    __format__ = str.__format__

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


class FlagBoundary(StrEnum):
    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


class Flag(Enum, boundary=STRICT):
    _numeric_repr_ = repr

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start if start is not None else 1
        last_value = max(last_values)
        try:
            high_bit = last_value.bit_length() - 1
        except Exception:
            raise TypeError('invalid flag value %r' % last_value) from None
        return 2 ** (high_bit + 1)

    @classmethod
    def _iter_member_by_value_(cls, value):
        value &= cls._flag_mask_
        bit = 1
        while value:
            if value & bit:
                yield cls._value2member_map_.get(bit) or cls(bit)
                value &= ~bit
            bit <<= 1

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError('%r is not a valid %s' % (value, cls.__qualname__))
        if not _modern:
            original = value
            if value < 0 and not issubclass(cls, int):
                value = ~value
            if issubclass(cls, int):
                extra = cls._decompose(value)[1]
                needed = [value]
                while extra:
                    bit = 1 << (abs(extra).bit_length() - 1 if extra > 0 else (~extra).bit_length())
                    if bit not in cls._value2member_map_ and bit not in needed:
                        needed.append(bit)
                    extra = 0 if extra == -bit else extra ^ bit
                for v in reversed(needed):
                    made = cls._make_pseudo(v, None)
                return made
            possible = cls._make_or_refuse(value)
            if original < 0:
                possible = ~possible
            return possible
        flag_mask = cls._flag_mask_
        singles_mask = cls._singles_mask_
        all_bits = cls._all_bits_
        neg_value = None
        if not ~all_bits <= value <= all_bits or value & (all_bits ^ flag_mask):
            if cls._boundary_ is STRICT:
                max_bits = max(value.bit_length(), flag_mask.bit_length())
                raise ValueError('%r invalid value %r\n    given %s\n  allowed %s'
                                 % (cls, value, _bin(value, max_bits), _bin(flag_mask, max_bits)))
            elif cls._boundary_ is CONFORM:
                value = value & flag_mask
            elif cls._boundary_ is EJECT:
                return value
            elif cls._boundary_ is KEEP:
                if value < 0:
                    value = max(all_bits + 1, 2 ** value.bit_length()) + value
        if value < 0:
            neg_value = value
            if cls._boundary_ in (EJECT, KEEP):
                value = all_bits + 1 + value
            else:
                value = singles_mask & value
        unknown = value & ~flag_mask
        aliases = value & ~singles_mask
        member_value = value & singles_mask
        if unknown and cls._boundary_ is not KEEP:
            raise ValueError('%s(%r) -->  unknown values %r [%s]' % (cls.__name__, value, unknown, bin(unknown)))
        if cls._member_type_ is object:
            pseudo = object.__new__(cls)
        else:
            pseudo = cls._member_type_.__new__(cls, value)
        if not hasattr(pseudo, '_value_'):
            pseudo._value_ = value
        if member_value or aliases:
            members = []
            combined = 0
            for m in cls._iter_member_by_value_(member_value):
                members.append(m)
                combined |= m._value_
            if aliases:
                value = member_value | aliases
                for n, pm in cls._member_map_.items():
                    if pm not in members and pm._value_ and pm._value_ & value == pm._value_:
                        members.append(pm)
                        combined |= pm._value_
            unknown = value ^ combined
            pseudo._name_ = '|'.join([m._name_ for m in members])
            if not combined:
                pseudo._name_ = None
            elif unknown and cls._boundary_ is STRICT:
                raise ValueError('%r: no members with value %r' % (cls, unknown))
            elif unknown:
                pseudo._name_ += '|%s' % cls._numeric_repr_(unknown)
        else:
            pseudo._name_ = None
        pseudo = cls._value2member_map_.setdefault(value, pseudo)
        if neg_value is not None:
            cls._value2member_map_[neg_value] = pseudo
        return pseudo

    @classmethod
    def _make_pseudo(cls, value, name):
        pseudo = cls._value2member_map_.get(value)
        if pseudo is None:
            pseudo = object.__new__(cls) if cls._member_type_ is object else cls._member_type_.__new__(cls, value)
            pseudo._name_ = name
            pseudo._value_ = value
            pseudo = cls._value2member_map_.setdefault(value, pseudo)
        return pseudo

    @classmethod
    def _make_or_refuse(cls, value):
        rest = value
        for m in cls._member_map_.values():
            rest &= ~m._value_
        if rest:
            raise ValueError('%r is not a valid %s' % (value, cls.__qualname__))
        return cls._make_pseudo(value, None)

    @classmethod
    def _decompose(cls, value):
        # What the members before 3.11 make of a value: (members it is made of, bits that none covers).
        negative = value < 0
        known = cls._value2member_map_
        members = []
        rest = value
        for v, m in list(known.items()):
            if (m._name_ is not None or (not negative and _is_single_bit(v))) and v and v & value == v:
                if m not in members:
                    members.append(m)
                rest &= ~v
        if not members and value in known:
            members.append(known[value])
        members.sort(key=lambda m: m._value_, reverse=True)
        if len(members) > 1 and members[0]._value_ == value:
            members.pop(0)
        return members, rest

    def _old_text(self):
        if self._name_ is not None:
            return self._name_
        members = self._decompose(self._value_)[0]
        return '|'.join([str(m._name_ or m._value_) for m in members]) or '0'

    def __contains__(self, other):
        if not isinstance(other, self.__class__):
            raise TypeError("unsupported operand type(s) for 'in': %r and %r" % (type(other).__qualname__, self.__class__.__qualname__))
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        yield from self._iter_member_by_value_(self._value_)

    def __len__(self):
        return bin(self._value_).count('1')

    def __repr__(self):
        cls_name = self.__class__.__name__
        if not _modern:
            return '<%s.%s: %r>' % (cls_name, self._old_text(), self._value_)
        v_repr = self.__class__._value_repr_ or repr
        if self._name_ is None:
            return '<%s: %s>' % (cls_name, v_repr(self._value_))
        return '<%s.%s: %s>' % (cls_name, self._name_, v_repr(self._value_))

    def __str__(self):
        cls_name = self.__class__.__name__
        if not _modern:
            return '%s.%s' % (cls_name, self._old_text())
        if self._name_ is None:
            return '%s(%r)' % (cls_name, self._value_)
        return '%s.%s' % (cls_name, self._name_)

    def __bool__(self):
        return bool(self._value_)

    def _get_value(self, flag):
        if isinstance(flag, self.__class__):
            return flag._value_
        if self._member_type_ is not object and isinstance(flag, self._member_type_):
            return flag
        return NotImplemented

    def __or__(self, other):
        other_value = self._get_value(other)
        if other_value is NotImplemented:
            return NotImplemented
        return self.__class__(self._value_ | other_value)

    def __and__(self, other):
        other_value = self._get_value(other)
        if other_value is NotImplemented:
            return NotImplemented
        return self.__class__(self._value_ & other_value)

    def __xor__(self, other):
        other_value = self._get_value(other)
        if other_value is NotImplemented:
            return NotImplemented
        return self.__class__(self._value_ ^ other_value)

    def __invert__(self):
        cls = self.__class__
        if cls._boundary_ in (EJECT, KEEP) or (not _modern and issubclass(cls, int)):
            return cls(~self._value_)
        return cls(cls._singles_mask_ & ~self._value_ if _modern else cls._flag_mask_ & ~self._value_)

    __rand__ = __and__
    __ror__ = __or__
    __rxor__ = __xor__


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    if _modern:
        __str__ = int.__repr__
        __format__ = int.__format__


def _bin(num, max_bits=None):
    ceiling = 2 ** num.bit_length()
    if num >= 0:
        s = bin(num + ceiling).replace('1', '0', 1)
    else:
        s = bin(~num ^ (ceiling - 1) + ceiling)
    sign = s[:3]
    digits = s[3:]
    if max_bits is not None:
        if len(digits) < max_bits:
            digits = (sign[-1] * max_bits + digits)[-max_bits:]
    return '%s %s' % (sign, digits)


def unique(enumeration):
    duplicates = []
    for name, m in enumeration.__members__.items():
        if name != m.name:
            duplicates.append((name, m.name))
    if duplicates:
        details = ', '.join(['%s -> %s' % (alias, name) for (alias, name) in duplicates])
        raise ValueError('duplicate values found in %r: %s' % (enumeration, details))
    return enumeration


CONTINUOUS, NAMED_FLAGS, UNIQUE = 'one', 'two', 'three'


class verify:
    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        for check in self.checks:
            if check is UNIQUE:
                duplicates = [(n, m.name) for n, m in enumeration.__members__.items() if n != m.name]
                if duplicates:
                    raise ValueError('aliases found in %r: %s' % (enumeration, ', '.join('%s -> %s' % d for d in duplicates)))
            elif check is CONTINUOUS:
                values = set(e.value for e in enumeration)
                if len(values) < 2:
                    continue
                low, high = min(values), max(values)
                if Flag is not None and issubclass(enumeration, Flag):
                    missing = [v for v in (1 << i for i in range(low.bit_length() - 1, high.bit_length())) if v not in values]
                else:
                    missing = [i for i in range(low + 1, high) if i not in values]
                if missing:
                    raise ValueError(('invalid %s %r: missing values %s' % (
                        'flag' if issubclass(enumeration, Flag) else 'enum', enumeration.__name__, ', '.join(map(str, missing))))[:256])
        return enumeration


def global_enum(cls, update_str=False):
    sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls
