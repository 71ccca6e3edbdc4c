# Guest Python: the classes of struct.


class error(Exception):
    pass


class Struct:
    def __init__(self, format):
        self.format = format
        self.size = calcsize(format)

    def pack(self, *args):
        return pack(self.format, *args)

    def unpack(self, buffer):
        return unpack(self.format, buffer)

    def unpack_from(self, buffer, offset=0):
        return unpack_from(self.format, buffer, offset)

    def iter_unpack(self, buffer):
        for at in range(0, len(buffer), self.size):
            yield unpack_from(self.format, buffer, at)


def iter_unpack(format, buffer):
    return Struct(format).iter_unpack(buffer)


def pack_into(format, buffer, offset, *args):
    data = pack(format, *args)
    buffer[offset:offset + len(data)] = data
