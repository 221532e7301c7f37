for value in (0, 1, 12, 123, 1234, 12345, 123456, 1234567, -1234, -123, 10**18):
    print(f"{value:,}|{value:_}|{value:10,}|{value:<10,}|{value:010,}|{value:+,}|{value:_x}|{value:_o}|{value:,.1f}|{value:,.2e}")
for width in range(1, 14):
    print(f"{1234:0{width},}", f"{-1234:0{width},}", f"{1234.5:0{width},.1f}", f"{0xABCDE:0{width}_x}")
