# Sums with products of every kind of float: what runs as one instruction, and what does not.
import itertools
vals=[0.0,-0.0,1.0,-1.5,2.0**-255,-2.0**-200,2.0**-100,1e300,2.0**130,5e-324,float('inf'),float('nan'),3,-7,1<<70,True]
def f(x,y,z):
    a=z+x*y
    b=z-x*y
    c=z; c+=x*y
    d=z; d-=x*y
    t=x*y; e=z+t
    g=t+x*y
    h=x*y+x*y
    t2=x*t; t2=t2+t2
    return a,b,c,d,t,e,g,h,t2
for x,y,z in itertools.product(vals,vals,vals):
    try: print(f(x,y,z))
    except OverflowError as e: print(e)
try: f([1],2,[3])
except TypeError as e: print(e)
