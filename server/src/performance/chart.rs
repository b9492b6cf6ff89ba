//! A trend as a small SVG; the table under it says the same in numbers.

use std::fmt::Write;

use kpi::TrendPoint;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 180.0;
const LEFT: f64 = 46.0;
const BELOW: f64 = 26.0;

/// Draws a trend; nothing where fewer than two points have a value.
pub fn svg(points: &[TrendPoint], title: &str) -> String {
    let most = points.iter().filter_map(|point| point.value).fold(0.0f64, f64::max);
    if points.iter().filter(|point| point.value.is_some()).count() < 2 {
        return String::new();
    }
    let top = if most <= 0.0 { 1.0 } else { most * 1.1 };
    #[expect(clippy::cast_precision_loss, reason = "a chart has few points")]
    let x = |n: usize| LEFT + (WIDTH - LEFT - 10.0) * n as f64 / (points.len() - 1).max(1) as f64;
    let y = |value: f64| 10.0 + (HEIGHT - BELOW - 10.0) * (1.0 - value / top);
    let title = crate::resident::escape(title);
    let mut svg =
        format!("<svg class=\"app-chart\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{title}: the table below has the numbers\">");
    for (value, anchor) in [(0.0, y(0.0)), (most, y(most))] {
        let _ = write!(
            svg,
            "<line x1=\"{LEFT}\" x2=\"{WIDTH}\" y1=\"{anchor:.1}\" y2=\"{anchor:.1}\" stroke=\"#b1b4b6\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" font-size=\"14\">{value:.1}</text>",
            LEFT - 6.0,
            anchor + 5.0
        );
    }
    let mut path = String::new();
    let mut pen_up = true;
    for (n, point) in points.iter().enumerate() {
        // A day without anything to measure is a gap, not a zero.
        match point.value {
            Some(value) => {
                let _ = write!(path, "{}{:.1} {:.1} ", if pen_up { "M" } else { "L" }, x(n), y(value));
                let _ = write!(svg, "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\" fill=\"#1d4f76\"/>", x(n), y(value));
                pen_up = false;
            }
            None => pen_up = true,
        }
    }
    let _ = write!(svg, "<path d=\"{path}\" fill=\"none\" stroke=\"#1d4f76\" stroke-width=\"2\"/>");
    for (n, anchor) in [(0, "start"), (points.len() - 1, "end")] {
        let _ = write!(
            svg,
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"{anchor}\" font-size=\"14\">{}</text>",
            x(n),
            HEIGHT - 6.0,
            crate::resident::escape(&points[n].label)
        );
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_not_zeros() {
        let point = |value| TrendPoint { label: "1 Mar".to_owned(), value, n: 1 };
        let drawn = svg(&[point(Some(1.0)), point(None), point(Some(2.0)), point(Some(0.0))], "A <b>");
        assert_eq!(drawn.matches("<circle").count(), 3);
        let path = drawn.split("<path d=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a line");
        assert_eq!(path.matches('M').count(), 2, "the line begins anew after the gap: {drawn}");
        assert!(drawn.contains("A &lt;b&gt;"));
        assert_eq!(svg(&[point(Some(1.0))], "x"), "");
    }
}
