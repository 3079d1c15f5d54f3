"""Two versions of a field beside each other."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interventions.text_diff import marked

LINES = st.lists(st.text(alphabet="ab ,.1\n", max_size=12), max_size=5)


def changed(pieces):
    return [piece.text for piece in pieces if piece.changed]


def test_only_the_words_that_changed_are_marked():
    [pair] = marked(
        ["Se atendió a 1,200 personas en Tumbes y Piura."],
        ["Se atendió a 1,350 personas en Tumbes y Tacna."],
    )
    assert (changed(pair.before), changed(pair.now)) == (["1,200", "Piura"], ["1,350", "Tacna"])


def test_lines_are_aligned_with_the_ones_they_came_from():
    pairs = marked(
        ["Campaña en la radio", "Un dato que se va", "Cien personas atendidas"],
        ["Curso nuevo", "Campaña en la radio", "Doscientas personas atendidas"],
    )
    told = [
        ("".join(one.text for one in pair.before), "".join(one.text for one in pair.now))
        for pair in pairs
    ]
    assert told == [
        ("", "Curso nuevo"),
        ("Campaña en la radio", "Campaña en la radio"),
        ("Un dato que se va", ""),
        ("Cien personas atendidas", "Doscientas personas atendidas"),
    ]
    assert [pair.changed for pair in pairs] == [True, False, True, True]


def test_one_value_for_another_stands_beside_it():
    [pair] = marked(["Acción"], ["Norma"])
    assert (changed(pair.before), changed(pair.now)) == (["Acción"], ["Norma"])


@given(LINES, LINES)
def test_nothing_is_lost_or_invented(before, now):
    pairs = marked(before, now)
    for side, lines in (("before", before), ("now", now)):
        told = ["".join(one.text for one in getattr(pair, side)) for pair in pairs]
        assert sorted(line for line in told if line) == sorted(line for line in lines if line)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (["la de que " * 4000], ["la que de " * 4000]),
        (["a " * 2900], ["a b " * 1450]),
        (
            [f"resultado {one} x" for one in range(300)],
            [f"resultado {one} y" for one in range(300)],
        ),
    ],
)
def test_long_texts_are_compared_in_a_moment(before, now):
    begun = time.monotonic()
    marked(before, now)
    assert time.monotonic() - begun < 2
