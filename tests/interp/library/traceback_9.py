for i in range(3):
    try:
        (i
        .foo
        .bar)
    except AttributeError:
        import traceback; traceback.print_exc()
def time():
    return tim
time()
