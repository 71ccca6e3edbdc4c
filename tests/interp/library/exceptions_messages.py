def t(f,*a,**k):
    try: print(repr(f(*a,**k)))
    except BaseException as e: print(type(e).__name__,'|', e)
t(ImportError,foo=1); t(AttributeError,bar=1); t(NameError,1,2,foo=3); t(ValueError,a=1)
t(lambda: setattr(ValueError(),'args',3)); t(lambda: setattr(ValueError(),'__cause__',3)); t(lambda: setattr(ValueError(),'__context__',3)); t(lambda: setattr(ValueError(),'__traceback__',3)); t(lambda: delattr(ValueError(),'args'));t(lambda: delattr(ValueError(),'__cause__'));t(lambda: delattr(ValueError(),'__context__'));t(lambda: delattr(ValueError(),'__traceback__'))
t(lambda: ValueError().with_traceback(3)); t(lambda: ValueError().__setstate__(3)); t(lambda: ValueError().__reduce__())
t(lambda: ValueError().add_note(3)); t(lambda: setattr(ValueError(),'__suppress_context__',3))
t(UnicodeDecodeError,1,2,3);t(UnicodeDecodeError,'a','b',3,4,'e');t(UnicodeEncodeError,'a',b'b',3,4,'e');t(UnicodeTranslateError,1,2,3,4,5);t(UnicodeDecodeError,'a',b'b',3,4,4)
t(SyntaxError,1,2,3); t(SyntaxError,1,2); t(SyntaxError,1,(2,3)); t(lambda:str(SyntaxError('m',('f/x.py',3,4,'text')))); t(lambda:str(SyntaxError('m',('f/x.py',3,4,'text',1))))
t(OSError,2,'no','f',None,'g'); t(lambda:str(OSError(2,'no','f',None,'g'))); t(lambda:str(OSError(2,'no'))); t(lambda:str(OSError(2,None)));t(lambda:str(OSError(2,'a','f'))); t(OSError,1,2,3,4,5,6); t(lambda:OSError(2,'a','f').__reduce__()); t(OSError,a=1)
try:
  EG=ExceptionGroup
except NameError: raise SystemExit
t(EG);t(EG,1);t(EG,'a',1);t(EG,1,[]);t(EG,'a',[]);t(EG,'a',[1]);t(EG,'a',[KeyboardInterrupt()]);t(BaseExceptionGroup,'a',[KeyboardInterrupt()]);t(BaseExceptionGroup,'a',[ValueError()]);t(lambda: str(EG('a',[ValueError(),KeyError()])))
class X(BaseExceptionGroup,ValueError): pass
t(X,'a',[KeyboardInterrupt()])
t(lambda: EG('a',[ValueError()]).split(3));t(lambda: EG('a',[ValueError()]).subgroup(3));t(lambda: EG('a',[ValueError(),KeyError(1)]).split(ValueError))
t(EG,'a',[ValueError()],b=3); t(EG('a',(ValueError(),)).derive, 3)
t(lambda:setattr(EG('a',[ValueError()]),'exceptions',3)); t(lambda:setattr(EG('a',[ValueError()]),'message',3))
t(lambda:repr(EG('a',[ValueError()]))); t(lambda:repr(EG('a',(ValueError(),))));
t(lambda:vars(ValueError())); t(lambda:AttributeError('a',name='x',obj=3).__reduce__());t(lambda:AttributeError('a',name='x',obj=3).__getstate__())
t(lambda:ImportError('a',name='x',path='p').__reduce__())
