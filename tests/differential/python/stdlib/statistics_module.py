import statistics as st
from fractions import Fraction

data = [1, 2, 2, 3, 4, 7, 9]
print(st.mean(data), st.median(data), st.mode(data), st.median_low([1, 2, 3, 4]), st.median_high([1, 2, 3, 4]), st.median([1, 2, 3, 4]), st.multimode("aabbc"), st.fmean(data), round(st.pstdev(data), 9), round(st.stdev(data), 9), st.pvariance([1, 2, 3]), st.variance([1, 2, 3, 4]))
print(st.mean([Fraction(1, 2), Fraction(1, 3)]), st.harmonic_mean([40, 60]), round(st.geometric_mean([54, 24, 36]), 9), st.quantiles(range(1, 10), n=4), st.mean([True, False]), st.median(["a", "b", "c"]) if True else None, st.mode(["x", "y", "x"]))
for bad in (lambda: st.mean([]), lambda: st.median([]), lambda: st.variance([1]), lambda: st.mode([]), lambda: st.harmonic_mean([-1])):
    try:
        print(bad())
    except (st.StatisticsError, ValueError) as error:
        print(type(error).__name__)
n = st.NormalDist(100, 15)
print(round(n.cdf(115), 6), round(n.pdf(100), 6), n.mean, n.stdev, n + 5, n * 2, round(n.inv_cdf(0.975), 4))
print(round(st.correlation([1, 2, 3], [2, 4, 7]), 6), [round(v, 6) for v in st.linear_regression([1, 2, 3], [2, 4, 6])], round(st.covariance([1, 2, 3], [1, 5, 9]), 6))
