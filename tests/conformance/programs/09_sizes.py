# Sizes of the usual objects, and how a list grows.
import sys
print([sys.getsizeof(o) for o in ([], (), {}, set(), "", b"", 0, 1, 2**30, 2**60, 1.5, None, True)])
print([sys.getsizeof(s) for s in ("a", "abc", "é", "€", "😀")])
grow, sizes = [], []
for i in range(40):
    grow.append(i)
    sizes.append(sys.getsizeof(grow))
print(sorted(set(sizes)))
print(sys.getsizeof([1, 2, 3]), sys.getsizeof(list(range(10))), sys.getsizeof([i for i in range(10)]))
print(sys.getsizeof(range(1000000)), sys.getsizeof({i: i for i in range(10)}), sys.getsizeof(set(range(10))))
