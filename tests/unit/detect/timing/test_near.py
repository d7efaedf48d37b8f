"""Near-duplicate groups: what a comparison of all pairs gives, and nothing for templates that differ."""

import numpy as np

from fraudgraph.detect.timing.near import near_groups
from fraudgraph.ingest.minhash import MinHash

WORDS = [f"word{number}" for number in range(3000)]


def reworded(draw: np.random.Generator, words: list[str], share: float) -> list[str]:
    """The text with that share of its words replaced."""
    return [str(draw.choice(WORDS)) if draw.random() < share else word for word in words]


def test_rewordings_of_a_template_are_one_group_and_strangers_none() -> None:
    """20 templates, each with ten rewordings of one word in forty, among 200 of nobody."""
    draw = np.random.default_rng(1)
    texts, truth = [], []
    for number in range(220):
        text = draw.choice(WORDS, 60).tolist()
        for _ in range(10 if number < 20 else 1):
            texts.append(reworded(draw, text, 1 / 40))
            truth.append(number)
    group = near_groups(MinHash(b"k" * 32).of(texts))
    together = np.equal.outer(group, group)
    same = np.equal.outer(truth, truth)
    assert not together[~same].any()
    assert together[same].mean() > 0.9


def test_groups_are_the_components_of_pairs_that_are_near() -> None:
    """As comparing all pairs gives them, where resemblance is not near the threshold's edge."""
    draw = np.random.default_rng(2)
    texts = [reworded(draw, WORDS[at : at + 80], 0.01) for at in (0, 0, 0, 200, 200, 400)]
    minima = MinHash(b"q" * 32).of(texts)
    group = near_groups(minima)
    near = (minima[:, None] == minima[None]).mean(2) >= 0.5
    assert np.equal.outer(group, group).tolist() == near.tolist()


def test_a_group_is_named_by_its_first_member() -> None:
    """So names do not depend on how groups are numbered."""
    minima = MinHash(b"k" * 32).of([["a", "b", "c", "d"], ["x", "y", "z", "w"], ["a", "b", "c", "d"]])
    assert near_groups(minima).tolist() == [0, 1, 0]


def test_another_key_brings_nobody_together() -> None:
    """The same text under two keys is near nothing: groups cannot be compared without the key."""
    text = [WORDS[:50]]
    minima = np.concatenate([MinHash(b"k" * 32).of(text), MinHash(b"q" * 32).of(text)])
    assert near_groups(minima).tolist() == [0, 1]


def test_templates_without_words_are_alone() -> None:
    """All ones: nothing is known of them."""
    assert near_groups(MinHash(b"k" * 32).of([[], [], ["a"]])).tolist() == [0, 1, 2]
    assert len(near_groups(np.zeros((0, 128), np.uint32))) == 0
