//! Where values are heading.

use super::median;
use crate::order::Arrange as _;

/// The most points whose pairs are all looked at; of more, so many evenly spaced ones stand for the rest.
///
/// 200 points are 19,900 pairs, which take about a millisecond, and no household has a longer series of
/// months or weeks.
pub const MAX_POINTS: usize = 200;

/// The slope of a line through points `(x, y)`: the median of the slopes of all pairs.
///
/// Shape: `y` a unit of `x`; up to 29 % of the points may be anything without turning it. `None` where
/// fewer than two points differ in `x`. The order of the points does not matter.
/// Source: Theil (1950) and Sen (1968), "Estimates of the regression coefficient based on Kendall's tau".
///
/// ```
/// use farthing::stats::theil_sen;
///
/// // 2 a month, but for one month that stands out: the slopes are 2 2 2 2 2 2 and four wild ones.
/// let points = [(0.0, 1.0), (1.0, 3.0), (2.0, 99.0), (3.0, 7.0), (4.0, 9.0)];
/// assert_eq!(theil_sen(&points), Some(2.0));
/// assert_eq!(theil_sen(&[(1.0, 3.0), (1.0, 4.0)]), None);
/// ```
pub fn theil_sen(points: &[(f64, f64)]) -> Option<f64> {
    let mut points: Vec<(f64, f64)> = points
        .iter()
        .copied()
        .filter(|(x, y)| x.is_finite() && y.is_finite())
        .collect();
    points.arrange_by(|left, right| left.0.total_cmp(&right.0).then(left.1.total_cmp(&right.1)));
    let points = evenly_spaced(points);
    let mut slopes = Vec::with_capacity(points.len() * points.len().saturating_sub(1) / 2);
    for (at, first) in points.iter().enumerate() {
        for second in &points[at + 1..] {
            let run = second.0 - first.0;
            if run > 0.0 {
                slopes.push((second.1 - first.1) / run);
            }
        }
    }
    median(&slopes)
}

/// At most [`MAX_POINTS`] of the points, the first and the last among them.
fn evenly_spaced(points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let count = points.len();
    if count <= MAX_POINTS {
        return points;
    }
    (0..MAX_POINTS)
        .filter_map(|at| points.get(at * (count - 1) / (MAX_POINTS - 1)).copied())
        .collect()
}
