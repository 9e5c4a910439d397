"""What the original, a Python package, does: split, aggregate, threshold, secure sum, and every
refusal. Where the original answers and this library refuses, the test says why.

    python3 -m unittest discover -s tests/python
"""

import random
import unittest
from itertools import combinations, permutations

import secagg
from secagg import P, Aggregator, Refused

SECRETS = [0, 1, 42, 2**64, P // 2, P - 1]


class Parity(unittest.TestCase):
    def refused(self, status, function, *arguments, **options):
        with self.assertRaises(Refused) as caught:
            function(*arguments, **options)
        self.assertEqual(str(caught.exception), status)


class AdditiveSharing(Parity):
    def test_all_shares_together_are_the_secret(self):
        for secret in SECRETS:
            for holder_count in (2, 3, 10):
                shares = secagg.additive_split(secret, holder_count)
                self.assertEqual(len(shares), holder_count)
                self.assertTrue(all(0 <= share < P for share in shares))
                self.assertEqual(sum(shares) % P, secret)
                self.assertEqual(secagg.additive_reconstruct(shares), secret)

    def test_shares_differ_each_time(self):
        self.assertNotEqual(secagg.additive_split(7, 3), secagg.additive_split(7, 3))

    def test_a_seed_repeats_and_must_be_allowed(self):
        options = secagg.split_options(seed=bytes(32), allow_insecure_seed=1)
        self.assertEqual(
            secagg.additive_split(7, 3, options), secagg.additive_split(7, 3, options)
        )
        without = secagg.split_options(seed=bytes(32))
        self.refused("INSECURE_SEED", secagg.additive_split, 7, 3, without)
        self.refused("INSECURE_SEED", secagg.shamir_split, 7, 3, 2, without)

    def test_refusals(self):
        self.refused("INVALID_HOLDER_COUNT", secagg.additive_split, 7, 1)
        self.refused("INVALID_HOLDER_COUNT", secagg.additive_split, 7, 0)
        self.refused("NOT_ENOUGH_SHARES", secagg.additive_reconstruct, [7])
        # The original reduces secrets of p and above, so that two stand for the same.
        self.refused("NOT_CANONICAL", secagg.additive_split, P, 3)
        self.refused("NOT_CANONICAL", secagg.additive_reconstruct, [1, P])


class Aggregation(Parity):
    def test_only_the_total_comes_out(self):
        aggregator = Aggregator(3)
        for party, secret in enumerate((10, 20, 12)):
            aggregator.submit(party, secagg.additive_split(secret, 3))
        self.assertEqual(aggregator.submissions, 3)
        self.assertEqual(aggregator.reconstruct(), 42)
        self.assertEqual(aggregator.reconstruct(), 42)

    def test_reset(self):
        aggregator = Aggregator(2)
        for round_total in (3, 30):
            aggregator.submit(1, secagg.additive_split(round_total, 2))
            aggregator.submit(2, secagg.additive_split(0, 2))
            self.assertEqual(aggregator.reconstruct(), round_total)
            aggregator.reset()
            self.assertEqual(aggregator.submissions, 0)

    def test_refusals(self):
        self.refused("INVALID_HOLDER_COUNT", Aggregator, 1)
        aggregator = Aggregator(3)
        self.refused("NO_SUBMISSIONS", aggregator.reconstruct)
        self.refused("LENGTH_MISMATCH", aggregator.submit, 1, secagg.additive_split(1, 2))
        self.refused("NOT_CANONICAL", aggregator.submit, 1, [0, 0, P])
        self.assertEqual(aggregator.submissions, 0)

    def test_where_the_original_would_tell_one_partys_value(self):
        shares = secagg.additive_split(1, 3)
        aggregator = Aggregator(3)
        aggregator.submit(1, shares)
        self.refused("COHORT_TOO_SMALL", aggregator.reconstruct)
        self.refused("ALREADY_ACCEPTED", aggregator.submit, 1, shares)
        aggregator.submit(2, secagg.additive_split(2, 3))
        self.assertEqual(aggregator.reconstruct(), 3)
        self.refused("CLOSED", aggregator.submit, 3, shares)
        # It has to be asked for.
        alone = Aggregator(3, min_submissions=1)
        alone.submit(1, shares)
        self.assertEqual(alone.reconstruct(), 1)


class ThresholdSharing(Parity):
    def test_any_threshold_of_the_shares_are_enough(self):
        for secret in SECRETS:
            shares = secagg.shamir_split(secret, 5, 3)
            for count in (3, 4, 5):
                for some in combinations(shares, count):
                    self.assertEqual(secagg.shamir_reconstruct(some, 3), secret)

    def test_the_order_does_not_matter(self):
        for some in permutations(secagg.shamir_split(42, 5, 3)[1:4]):
            self.assertEqual(secagg.shamir_reconstruct(some, 3), 42)

    def test_the_shares_are_points_of_a_polynomial(self):
        shares = secagg.shamir_split(42, 5, 3)
        # Differences of the fourth order vanish: its degree is below 3.
        ys = [42] + [y for _, y in shares]
        for _ in range(3):
            ys = [(b - a) % P for a, b in zip(ys, ys[1:])]
        self.assertEqual(set(ys), {0})

    def test_threshold_1_hides_nothing(self):
        shares = secagg.shamir_split(55, 3, 1)
        self.assertEqual(shares, [(1, 55), (2, 55), (3, 55)])
        self.assertEqual(secagg.shamir_reconstruct(shares[2:], 1), 55)

    def test_a_seed_repeats(self):
        options = secagg.split_options(seed=b"seed" * 8, allow_insecure_seed=1)
        self.assertEqual(
            secagg.shamir_split(7, 5, 3, options), secagg.shamir_split(7, 5, 3, options)
        )

    def test_refusals(self):
        for threshold in (0, 6):
            self.refused("INVALID_THRESHOLD", secagg.shamir_split, 7, 5, threshold)
        shares = secagg.shamir_split(7, 5, 3)
        self.refused("NOT_ENOUGH_SHARES", secagg.shamir_reconstruct, shares[:2], 3)
        self.refused("DUPLICATE_SHARE", secagg.shamir_reconstruct, shares[:3] + shares[:1], 3)
        self.refused("INVALID_SHARE", secagg.shamir_reconstruct, [(0, 7)] + shares, 3)
        self.refused("NOT_CANONICAL", secagg.shamir_reconstruct, [(1, P)] + shares[1:], 3)

    def test_where_the_original_would_answer_wrongly(self):
        shares = secagg.shamir_split(7, 5, 3)
        (x, y), rest = shares[0], shares[1:]
        self.refused(
            "INCONSISTENT_SHARES", secagg.shamir_reconstruct, [(x, (y + 1) % P)] + rest, 3
        )


class SecureSum(Parity):
    def test_the_sum_of_shares_is_a_share_of_the_sum(self):
        draw = random.Random(1)
        for holder_count, threshold in ((2, 2), (5, 3), (7, 4)):
            secrets = [draw.randrange(P) for _ in range(6)]
            groups = [secagg.shamir_split(secret, holder_count, threshold) for secret in secrets]
            total = secagg.sum_shares(groups)
            for some in combinations(total, threshold):
                self.assertEqual(secagg.shamir_reconstruct(some, threshold), sum(secrets) % P)

    def test_refusals(self):
        self.refused("NOT_CANONICAL", secagg.sum_shares, [[(1, 0)], [(1, P)]])


if __name__ == "__main__":
    unittest.main()
