use super::*;

#[test]
fn of_nothing_there_is_no_statistic() {
    for values in [&[][..], &[f64::NAN, f64::INFINITY]] {
        assert_eq!(mean(values), None);
        assert_eq!(median(values), None);
        assert_eq!(mad_sigma(values), None);
        assert_eq!(iqr(values), None);
        assert_eq!(tukey_fence(values, 1.5), None);
        assert_eq!(modified_z_score(1.0, values), None);
    }
    assert_eq!(theil_sen(&[]), None);
    assert_eq!(theil_sen(&[(0.0, 1.0)]), None);
    assert_eq!(
        (median_decimal(&[]), mean_decimal(&[]), mad_decimal(&[])),
        (None, None, None)
    );
}

#[test]
fn what_is_not_finite_is_left_out() {
    let values = [1.0, f64::NAN, 3.0, f64::INFINITY, 2.0];
    assert_eq!(
        (mean(&values), median(&values), mad(&values)),
        (Some(2.0), Some(2.0), Some(1.0))
    );
    assert_eq!(quantile(&values, f64::NAN), None);
    assert_eq!(
        theil_sen(&[(0.0, 0.0), (f64::NAN, 9.0), (2.0, 1.0)]),
        Some(0.5)
    );
}

#[test]
fn quantiles_are_those_of_a_spreadsheet() {
    // PERCENTILE.INC of 15 20 35 40 50.
    let values = [35.0, 15.0, 50.0, 20.0, 40.0];
    for (ratio, want) in [
        (0.0, 15.0),
        (0.25, 20.0),
        (0.5, 35.0),
        (0.75, 40.0),
        (1.0, 50.0),
        (-1.0, 15.0),
        (2.0, 50.0),
    ] {
        assert_eq!(quantile(&values, ratio), Some(want), "{ratio}");
    }
    assert!((quantile(&values, 0.4).unwrap() - 29.0).abs() < 1e-9);
}

#[test]
fn many_points_are_thinned_the_same_way_in_any_order() {
    let line: Vec<(f64, f64)> = (0..5000)
        .map(|x| (f64::from(x), f64::from(3 * x - 7)))
        .collect();
    assert_eq!(theil_sen(&line), Some(3.0));
    let mut bent: Vec<(f64, f64)> = (0..5000)
        .map(|x| (f64::from(x), f64::from(x * x % 977)))
        .collect();
    let forward = theil_sen(&bent);
    bent.reverse();
    assert_eq!(theil_sen(&bent), forward);
}

#[test]
fn extreme_values_overflow_into_no_panic() {
    let values = [f64::MAX, f64::MIN, f64::MAX, f64::MIN];
    assert_eq!(median(&values).map(f64::is_finite), Some(true));
    let _ = (
        mean(&values),
        mad(&values),
        iqr(&values),
        modified_z_score(0.0, &values),
    );
    use rust_decimal::Decimal;
    assert_eq!(
        median_decimal(&[Decimal::MAX, Decimal::MAX]),
        Some(Decimal::MAX)
    );
    assert_eq!(mean_decimal(&[Decimal::MAX, Decimal::MAX]), None);
}
