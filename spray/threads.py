"""One thread for small matrices."""

import contextlib
from collections.abc import Iterator


@contextlib.contextmanager
def one_thread() -> Iterator[None]:
    """Numerical libraries use one thread: workers run side by side, and the order of a sum depends on their number.

    Threads that wait for each other over products of a few thousand numbers take more time than the products.
    """
    import sklearn.cluster
    import sklearn.manifold  # noqa: F401, loaded now so that the limit reaches their thread pools
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        yield
