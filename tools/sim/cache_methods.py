# Keeps an object's busiest methods where MicroPython finds them at once. Decides nothing else.


def cache_methods(thing: object, *names: str) -> None:
    """Put bound methods among the object's own attributes, to be called at the end of `__init__`.

    MicroPython looks for a method among the attributes first: it finds none there, the slow way (the fuller the table,
    the slower), and only then asks the class and its bases. A call costs 0.2 to 0.6 µs so, and 0.1 µs from here.
    """
    for name in names:
        setattr(thing, name, getattr(thing, name))
