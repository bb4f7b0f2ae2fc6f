"""Strings, dicts and attributes: counts words of a text that is made up."""
import sys


class Counter:
    def __init__(self):
        self.counts = {}
        self.longest = ""

    def add(self, word):
        self.counts[word] = self.counts.get(word, 0) + 1
        if len(word) > len(self.longest):
            self.longest = word


def main(count):
    parts = ["al", "be", "cor", "dun", "el", "fa"]
    counter = Counter()
    seed = 7
    for _ in range(count):
        word = ""
        for _ in range(1 + seed % 4):
            seed = (seed * 69069 + 1) & 0xFFFFFFFF
            word += parts[(seed >> 16) % 6]
        counter.add(word)
    best = sorted(counter.counts.items(), key=lambda item: (-item[1], item[0]))[:3]
    print(len(counter.counts), counter.longest, best)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 300_000)
