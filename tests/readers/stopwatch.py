"""How long a call takes at its best: the machine may be busy, but not three times in a row."""

from time import perf_counter


def best_of_three(call):
    times = []
    for _ in range(3):
        start = perf_counter()
        call()
        times.append(perf_counter() - start)
    return min(times)
