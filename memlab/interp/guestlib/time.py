# Guest Python: calendar time, always UTC.


class struct_time(tuple):
    __slots__ = ()
    __match_args__ = ('tm_year', 'tm_mon', 'tm_mday', 'tm_hour', 'tm_min', 'tm_sec', 'tm_wday', 'tm_yday', 'tm_isdst')
    n_fields = 11
    n_sequence_fields = 9
    tm_zone = 'UTC'
    tm_gmtoff = 0

    def __repr__(self):
        return 'time.struct_time(' + ', '.join(f'{n}={v!r}' for n, v in zip(self.__match_args__, self)) + ')'


for _i, _n in enumerate(struct_time.__match_args__):
    setattr(struct_time, _n, property(lambda self, _i=_i: self[_i]))

timezone = altzone = daylight = 0
tzname = ('UTC', 'UTC')


def gmtime(secs=None):
    return struct_time(_fields(time() if secs is None else secs))


localtime = gmtime


def mktime(t):
    return float(_mktime(tuple(t)))


def strftime(format, t=None):
    return _strftime(format, tuple(gmtime() if t is None else t))


def asctime(t=None):
    return _strftime('%a %b %e %H:%M:%S %Y', tuple(gmtime() if t is None else t))


def ctime(secs=None):
    return asctime(gmtime(secs))


def strptime(string, format='%a %b %d %H:%M:%S %Y'):
    from _memlab import not_simulated
    not_simulated('time.strptime()')


def get_clock_info(name):
    from types import SimpleNamespace
    return SimpleNamespace(implementation='simulated clock', monotonic=name != 'time', adjustable=name == 'time', resolution=1e-09)
