"""Other right answers to `Value`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np

from autograder.testing import alternative


@alternative
class ValueWithClosures:
    """Each node keeps a function that hands its gradient back, instead of pairs."""

    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = float(data), 0.0, parents
        self.hand_back = lambda: None

    def make(self, data, parents, slopes):
        result = Value(data, parents)

        def hand_back():
            for parent, slope in zip(parents, slopes, strict=True):
                parent.grad += slope * result.grad

        result.hand_back = hand_back
        return result

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return self.make(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return self.make(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, k):
        return self.make(self.data**k, (self,), (k * self.data ** (k - 1),))

    def exp(self):
        return self.make(math.exp(self.data), (self,), (math.exp(self.data),))

    def log(self):
        return self.make(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return self.make(t, (self,), (1 - t * t,))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            node.grad = 0.0
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        while order:
            order.pop().hand_back()

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return (-self) + other

    def __truediv__(self, other):
        return self * (other**-1 if isinstance(other, Value) else 1 / other)

    def __rtruediv__(self, other):
        return self**-1 * other


@alternative
class ValueWithNumbers:
    """Every node has a number, larger than its parents', so that sorting gives the order; no function calls itself."""

    made = 0

    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = float(data), 0.0, parents
        Value.made += 1
        self.number = Value.made

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __pow__(self, k):
        return Value(math.pow(self.data, k), [(self, k * math.pow(self.data, k - 1))])

    def exp(self):
        return Value(np.exp(self.data), [(self, np.exp(self.data))])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def tanh(self):
        return Value(np.tanh(self.data), [(self, 1 - np.tanh(self.data) ** 2)])

    def backward(self):
        found, waiting = {self.number: self}, [self]
        while waiting:
            for parent, _ in waiting.pop().parents:
                if parent.number not in found:
                    found[parent.number] = parent
                    waiting.append(parent)
        for node in found.values():
            node.grad = float(node is self)
        for number in sorted(found, reverse=True):
            for parent, slope in found[number].parents:
                parent.grad += slope * found[number].grad

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + other * -1

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self * -1 + other

    def __rtruediv__(self, other):
        return self**-1 * other
