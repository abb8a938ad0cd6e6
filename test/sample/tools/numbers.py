def is_even(value):
    """Checks whether a number is even.

    Args:
        value: The number to check.
    """
    return value % 2 == 0


def nth_fibonacci(count):
    """Computes the Fibonacci number at a position."""
    a, b = 0, 1
    for _ in range(count):
        a, b = b, a + b
    return a
