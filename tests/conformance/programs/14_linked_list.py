# A long linked list is built and dropped without deep recursion.
class Node:
    __slots__ = ("value", "next")
    def __init__(self, value, next=None):
        self.value = value
        self.next = next

head = None
for i in range(5000):
    head = Node(i, head)
total, node = 0, head
while node:
    total += node.value
    node = node.next
print(total)
del head, node
print("dropped")
