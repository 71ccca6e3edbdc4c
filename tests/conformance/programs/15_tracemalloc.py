# tracemalloc names the line that took the most.
import tracemalloc
tracemalloc.start()
big = [str(i) * 10 for i in range(20000)]
top = tracemalloc.take_snapshot().statistics("lineno")[0]
print(top.traceback[0].lineno, top.size > 1_000_000)
tracemalloc.stop()
print(tracemalloc.is_tracing())
