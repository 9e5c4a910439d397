"""Compares what the hospitals example prints with the same figures computed in the clear.

hospitals lung.csv | python3 hospitals_in_the_clear.py lung.csv
"""

import csv
import re
import statistics
import sys

TITLES = {
    "age": "age (years)",
    "time": "survival (days)",
    "meal.cal": "meal calories",
    "wt.loss": "weight loss (pounds)",
}


def main():
    printed = sys.stdin.read()
    with open(sys.argv[1], newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["inst"]]
    assert f"of {len({row['inst'] for row in rows})} institutions" in printed, printed
    for column, title in TITLES.items():
        numbers = [float(row[column]) for row in rows if row[column]]
        figures = re.search(re.escape(title) + r"\s+(\d+)\s+(\S+)\s+(\S+)\n", printed)
        assert figures, f"no line for {title} in:\n{printed}"
        expected = (
            str(len(numbers)),
            f"{statistics.mean(numbers):.4f}",
            f"{statistics.stdev(numbers):.4f}",
        )
        assert figures.groups() == expected, f"{title}: {figures.groups()}, not {expected}"
    print(f"{len(TITLES)} columns of {len(rows)} rows agree with the figures in the clear")


main()
