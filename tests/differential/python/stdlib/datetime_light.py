from datetime import date, datetime, timedelta, time, timezone

d = date(2024, 2, 29)
print(d, d.year, d.weekday(), d.isoformat(), d + timedelta(days=366), d.replace(year=2023, day=28), date(2024, 3, 1) - d, d < date(2025, 1, 1), d.toordinal(), date.fromordinal(1), d.isocalendar()[1], d.strftime("%Y/%m/%d %j"), repr(d), date.fromisoformat("2020-01-31"), d.timetuple().tm_yday)
t = datetime(2024, 12, 31, 23, 59, 59, 999999)
print(t, t + timedelta(microseconds=1), t.isoformat(), t.date(), t.time(), repr(t), t.strftime("%H:%M:%S.%f"), datetime.strptime("2024-01-02 03:04", "%Y-%m-%d %H:%M"), t.replace(microsecond=0), datetime(2024, 1, 1, tzinfo=timezone.utc), datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=-5, minutes=-30))).isoformat(), datetime.fromisoformat("2024-05-06T07:08:09+02:00"))
x = timedelta(days=1, hours=-1, minutes=90, milliseconds=5)
print(x, repr(x), x.days, x.seconds, x.total_seconds(), -x, x * 2, x / 2, x // timedelta(hours=1), x % timedelta(hours=1), abs(-x), timedelta(weeks=1) == timedelta(days=7), sum([timedelta(1), timedelta(2)], timedelta()), timedelta(-1), str(timedelta(days=-1, seconds=5)), divmod(timedelta(hours=5), timedelta(hours=2)), bool(timedelta()))
for bad in (lambda: date(2023, 2, 29), lambda: date(0, 1, 1), lambda: datetime(2024, 13, 1), lambda: time(25), lambda: d + 5, lambda: d < t.time(), lambda: timedelta(days=10**10), lambda: date.fromisoformat("x"), lambda: datetime.strptime("x", "%Y"), lambda: datetime(2024, 1, 1) - datetime(2024, 1, 1, tzinfo=timezone.utc), lambda: date("2024", 1, 1)):
    try:
        print(bad())
    except (ValueError, TypeError, OverflowError) as error:
        print(type(error).__name__)
start, out = date(2024, 1, 1), []
while start.year == 2024:
    if start.day == 13 and start.weekday() == 4:
        out.append(str(start))
    start += timedelta(1)
print(out, {d: 1}[date(2024, 2, 29)], sorted([date(2024, 2, 1), date(2023, 5, 5)]), time(1, 2) < time(1, 3), time.min, datetime(2024, 1, 1, tzinfo=timezone.utc) == datetime(2024, 1, 1, 1, tzinfo=timezone(timedelta(hours=1))))
import calendar

print(calendar.isleap(1900), calendar.monthrange(2024, 2)[1], calendar.month(2024, 2), calendar.day_name[0])
