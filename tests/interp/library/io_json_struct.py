import io, json, struct, traceback, contextlib, sys
s=io.StringIO(); print('hi',file=s); s.write('x'); print(repr(s.getvalue()))
with contextlib.redirect_stdout(s): print('captured')
print(repr(s.getvalue()), s.tell()); s.seek(0); print(list(s))
b=io.BytesIO(b'abc'); print(b.read(2), b.getvalue())
s.close()
try: s.write('a')
except ValueError as e: print(e)
print(json.dumps({'a':[1,2.5,None,True,"é\n"],'b':{}}), json.dumps([1,{'x':2}],indent=2), json.loads('{"a":[1,2.0,null,"x"]}'))
try: json.loads('{bad')
except json.JSONDecodeError as e: print(e)
try: json.dumps(object())
except TypeError as e: print(e)
print(json.dumps({'b':1,'a':2},sort_keys=True,separators=(',',':')), json.dumps({1:2,None:3}))
print(struct.pack('<ih',1,2), struct.unpack('<ih',b'\1\0\0\0\2\0'), struct.calcsize('P'))
try: struct.pack('b',300)
except struct.error as e: print(e)
def f(): 1/0
try: f()
except ZeroDivisionError as e:
    print(traceback.format_exc().replace(__file__,'F'))
    print(traceback.format_exception_only(e))
    print(traceback.extract_tb(e.__traceback__)[-1].name, len(traceback.extract_tb(e.__traceback__)))
    traceback.print_exc(file=sys.stdout) if 0 else None
