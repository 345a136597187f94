"""``python -m tests.bench``: every speed that the design names, side by side in one process."""

from tests.bench import reading

if __name__ == "__main__":
    for line in reading.report():
        print(line)
