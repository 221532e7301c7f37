# Correct rounding of the decimal expansion, half to even on the exact binary value.
for value in (0.5, 1.5, 2.5, 0.125, 0.375, 2.675, 1.005, 1e22, 1e23, 0.1, 5e-324, 2.5e-1, 1234567890.12345678):
    print(value, [f"{value:.{n}f}" for n in (0, 1, 2, 3, 17)], [f"{value:.{n}e}" for n in (0, 1, 5)], [f"{value:.{n}g}" for n in (0, 1, 2, 17)])
print("%.60f" % 0.1)
print("%.3f" % 2**0.5, f"{2**-20:.25f}", f"{1e100:.0f}", f"{123456789.0:.3g}", f"{0.00001234:g}", f"{0.0001234:g}", f"{100000.0:g}", f"{1000000.0:g}")
print(f"{999999.5:g}", f"{9.9999995:g}", f"{9.5:.0e}", f"{99.5:.2g}", f"{0.00009999995:g}", f"{1e15:}", f"{1e16:}", f"{123456.0:.4}", f"{1.0:.1}", f"{10.0:.2}", f"{1e5:.6}")
