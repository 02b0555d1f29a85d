"""The colours are told apart: by eyes that lack a kind of cone, and in grey."""

from itertools import combinations

import numpy as np
import pytest

from glassgrad.draw.palette import (
    BACKWARD,
    CLASSES,
    DIVERGING,
    FORWARD,
    INK,
    LINE,
    MARKERS,
    NEGATIVE,
    PAPER,
    POSITIVE,
    SOFT,
    TRAINING,
    VALIDATION,
    blended,
    class_colour,
    class_marker,
    ink_on,
    luminance,
)

# Machado, Oliveira and Fernandes (2009), full severity, on linear colours.
EYES = {
    "all cones": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = TO_XYZ @ np.ones(3)


def seen(colour: str, eye: str) -> np.ndarray:
    """CIE Lab of a colour as that eye sees it."""
    encoded = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    scaled = (TO_XYZ @ np.clip(EYES[eye] @ linear, 0, 1)) / WHITE
    x, y, z = np.where(scaled > (6 / 29) ** 3, np.cbrt(scaled), scaled / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def apart(one: str, other: str, eye: str) -> float:
    return float(np.linalg.norm(seen(one, eye) - seen(other, eye)))


@pytest.mark.parametrize("eye", EYES)
def test_the_first_four_classes_are_told_apart_by_every_eye(eye):
    assert min(apart(one, other, eye) for one, other in combinations(CLASSES[:4], 2)) > 10


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("pair", [(FORWARD, BACKWARD), (POSITIVE, NEGATIVE), (TRAINING, VALIDATION)])
def test_pairs_with_a_meaning_are_told_apart_by_every_eye(pair, eye):
    assert apart(*pair, eye) > 25


def test_a_judge_refuses_red_and_green_for_an_eye_without_green_cones():
    assert apart("#a52a2a", "#556b2f", "deuteranopia") < 25


def test_signs_differ_in_lightness_and_so_in_grey():
    positive, negative = (seen(colour, "all cones")[0] for colour in (POSITIVE, NEGATIVE))
    assert negative - positive > 30


def test_the_ends_of_the_diverging_map_differ_in_lightness_and_its_middle_is_the_lightest():
    lightness = [seen(colour, "all cones")[0] for colour in DIVERGING]
    assert abs(lightness[0] - lightness[-1]) > 20
    assert max(lightness) == lightness[len(lightness) // 2]


@pytest.mark.parametrize("colour", [INK, SOFT])
def test_letters_have_the_contrast_that_reading_needs(colour):
    assert (luminance(PAPER) + 0.05) / (luminance(colour) + 0.05) >= 4.5  # WCAG 2.2, AA


def test_hairlines_are_lighter_than_letters():
    assert luminance(LINE) > luminance(SOFT) > luminance(INK)


@pytest.mark.parametrize("fill", [*CLASSES, POSITIVE, NEGATIVE, FORWARD, BACKWARD, PAPER, INK])
def test_letters_on_any_fill_can_be_read(fill):
    lighter, darker = sorted((luminance(fill), luminance(ink_on(fill))), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 3


def test_a_class_beyond_the_colours_has_another_marker():
    number = len(CLASSES)
    assert class_colour(number) == class_colour(0)
    assert class_marker(number) != class_marker(0)
    looks = {(class_colour(one), class_marker(one)) for one in range(len(CLASSES) * len(MARKERS))}
    assert len(looks) == len(CLASSES) * len(MARKERS)


def test_a_blend_runs_from_the_paper_to_the_colour():
    assert blended(POSITIVE, 0) == PAPER
    assert blended(POSITIVE, 1) == POSITIVE
    assert luminance(POSITIVE) < luminance(blended(POSITIVE, 0.5)) < luminance(PAPER)
