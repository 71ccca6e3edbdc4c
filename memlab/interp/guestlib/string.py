# Guest Python: string.
whitespace = ' \t\n\r\v\f'
ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = digits + 'abcdef' + 'ABCDEF'
octdigits = '01234567'
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace

__all__ = ['ascii_letters', 'ascii_lowercase', 'ascii_uppercase', 'capwords', 'digits', 'hexdigits', 'octdigits', 'printable',
           'punctuation', 'whitespace', 'Template']


def capwords(s, sep=None):
    return (sep or ' ').join(map(str.capitalize, s.split(sep)))


class Template:
    delimiter = '$'

    def __init__(self, template):
        self.template = template

    def _convert(self, mapping, safe):
        out = []
        text = self.template
        i = 0
        n = len(text)
        while i < n:
            at = text.find(self.delimiter, i)
            if at < 0:
                out.append(text[i:])
                break
            out.append(text[i:at])
            rest = text[at + 1:]
            if rest[:1] == self.delimiter:
                out.append(self.delimiter)
                i = at + 2
                continue
            braced = rest[:1] == '{'
            start = at + 2 if braced else at + 1
            end = start
            while end < n and text[end].isascii() and (text[end] == '_' or text[end].isalpha() or (end > start and text[end].isdigit())):
                end += 1
            name = text[start:end]
            if not name or (braced and text[end:end + 1] != '}'):
                if safe:
                    out.append(self.delimiter)
                    i = at + 1
                    continue
                lines = text[:at + 1].splitlines(keepends=True)
                colno = at + 1 - len(''.join(lines[:-1])) if lines else 1
                raise ValueError('Invalid placeholder in string: line %d, col %d' % (len(lines) or 1, colno))
            if braced:
                end += 1
            if safe and name not in mapping:
                out.append(text[at:end])
            else:
                out.append(str(mapping[name]))
            i = end
        return ''.join(out)

    def substitute(self, mapping={}, /, **kws):
        return self._convert({**mapping, **kws} if kws else mapping, False)

    def safe_substitute(self, mapping={}, /, **kws):
        return self._convert({**mapping, **kws} if kws else mapping, True)


class Formatter:
    def format(self, format_string, /, *args, **kwargs):
        return format_string.format(*args, **kwargs)

    def vformat(self, format_string, args, kwargs):
        return format_string.format(*args, **kwargs)
