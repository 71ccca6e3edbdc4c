import math
for s in ["math.sqrt(-1)","math.log(0)","math.log(-1.5)","math.acos(2)","math.log2(0)","math.log(2,1)","math.gamma(-1)","math.sin(math.inf)","math.atanh(1)","math.acosh(0)","math.log1p(-1)","math.exp(1000)","math.fmod(1,0)","math.pow(0,-1)","math.sqrt('a')","math.floor('a')","math.factorial(-1)","math.factorial(2.0)","math.log(10,0)", "math.log10(-3)","math.log(-5)","math.lgamma(0)","math.isqrt(-1)","math.trunc('a')","math.cosh(1000)","math.asin(5)"]:
    try: print(s, eval(s))
    except Exception as e: print(s, type(e).__name__, e)
