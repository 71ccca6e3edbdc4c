import re,array
for s in ["re.match('a',3)", "array.array('u',[1])","array.array('u',['ab'])","array.array('i').append('x')","array.array('i').append(2.0)", "array.array('i','ab')","array.array(1)","array.array()","array.array('i',[2**40])","array.array('I',[-1])","array.array('B',[256])","array.array('z')","array.array('i',[1])['a']", "array.array('i').pop()"]:
    try: print(s, eval(s))
    except Exception as e: print(s, type(e).__name__, e)
