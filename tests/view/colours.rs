//! Recomputes how far the category colours are apart, for every kind of colour vision.

#![expect(
    clippy::float_arithmetic,
    clippy::disallowed_methods,
    reason = "colours are measured in floats, on one machine, by a test"
)]

use crate::contrast::{linear, tokens};

/// The smallest distance that any two categories may have.
const LEAST: f64 = 10.0;

/// Machado, Oliveira and Fernandes (2009), severity 1: what a colour becomes in linear RGB.
const VISIONS: [(&str, [[f64; 3]; 3]); 4] = [
    (
        "normal",
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    ),
    (
        "protan",
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
    ),
    (
        "deutan",
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
    ),
    (
        "tritan",
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    ),
];

/// Linear sRGB to XYZ, D65.
const XYZ: [[f64; 3]; 3] = [
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.0721750],
    [0.0193339, 0.1191920, 0.9503041],
];
const WHITE: [f64; 3] = [0.95047, 1.0, 1.08883];

fn times(matrix: &[[f64; 3]; 3], vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| {
        row.iter()
            .zip(vector)
            .map(|(factor, part)| factor * part)
            .sum()
    })
}

fn lab(linear: [f64; 3]) -> [f64; 3] {
    let xyz = times(&XYZ, linear.map(|part| part.clamp(0.0, 1.0)));
    let root = |at: usize| {
        let t = xyz[at] / WHITE[at];
        if t > 0.008856 {
            t.cbrt()
        } else {
            7.787 * t + 16.0 / 116.0
        }
    };
    let [x, y, z] = [root(0), root(1), root(2)];
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// CIEDE2000, after Sharma, Wu and Dalal (2005).
fn distance(one: [f64; 3], other: [f64; 3]) -> f64 {
    let chroma = |lab: [f64; 3]| lab[1].hypot(lab[2]);
    let mean_chroma = (chroma(one) + chroma(other)) / 2.0;
    let seventh = |c: f64| (c.powi(7) / (c.powi(7) + 25f64.powi(7))).sqrt();
    let stretch = 1.0 + (1.0 - seventh(mean_chroma)) / 2.0;
    let turned = |lab: [f64; 3]| {
        let a = lab[1] * stretch;
        let hue = lab[2].atan2(a).to_degrees().rem_euclid(360.0);
        (lab[0], a.hypot(lab[2]), hue)
    };
    let ((l1, c1, h1), (l2, c2, h2)) = (turned(one), turned(other));
    let mut turn = h2 - h1;
    if turn.abs() > 180.0 {
        turn -= 360.0 * turn.signum();
    }
    let hue = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin();
    let mean_hue = if (h1 - h2).abs() <= 180.0 {
        (h1 + h2) / 2.0
    } else if h1 + h2 < 360.0 {
        (h1 + h2 + 360.0) / 2.0
    } else {
        (h1 + h2 - 360.0) / 2.0
    };
    let (mean_l, mean_c) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0);
    let cos = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cos(mean_hue - 30.0)
        + 0.24 * cos(2.0 * mean_hue)
        + 0.32 * cos(3.0 * mean_hue + 6.0)
        - 0.20 * cos(4.0 * mean_hue - 63.0);
    let from_grey = (mean_l - 50.0).powi(2);
    let sl = 1.0 + 0.015 * from_grey / (20.0 + from_grey).sqrt();
    let (sc, sh) = (1.0 + 0.045 * mean_c, 1.0 + 0.015 * mean_c * t);
    let rotation = 30.0 * (-((mean_hue - 275.0) / 25.0).powi(2)).exp();
    let rt = -2.0 * seventh(mean_c) * (2.0 * rotation).to_radians().sin();
    let (dl, dc, dh) = ((l2 - l1) / sl, (c2 - c1) / sc, hue / sh);
    (dl * dl + dc * dc + dh * dh + rt * dc * dh).sqrt()
}

#[test]
fn the_distance_is_that_of_the_paper() {
    // The first and the seventeenth pair of the paper's table of test data.
    let close = |is: f64, was: f64| assert!((is - was).abs() < 0.0001, "{is} for {was}");
    close(
        distance([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485]),
        2.0425,
    );
    close(distance([50.0, 2.5, 0.0], [73.0, 25.0, -18.0]), 27.1492);
}

#[test]
fn categories_are_told_apart_with_any_colour_vision() {
    for scheme in 0..2 {
        let tokens = tokens(scheme);
        let marks: Vec<_> = tokens
            .iter()
            .filter(|(name, _)| name.starts_with("c-"))
            .collect();
        for (vision, matrix) in &VISIONS {
            let seen: Vec<_> = marks
                .iter()
                .map(|(name, colour)| (*name, lab(times(matrix, linear(**colour)))))
                .collect();
            for (at, (name, colour)) in seen.iter().enumerate() {
                for (other_name, other) in &seen[at + 1..] {
                    let apart = distance(*colour, *other);
                    assert!(
                        apart >= LEAST,
                        "{vision}, scheme {scheme}: {name} {other_name} {apart:.1}"
                    );
                }
            }
        }
    }
}
