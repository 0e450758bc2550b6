"""The charts, as Vega-Lite specifications made with Altair: which value goes where, and how it is marked.

Data are named, not embedded: the page fills them, so that one specification serves every category. A parameter
whose name begins with `token_` takes its value from the style sheet's token of that name, in light and in dark.
"""

from typing import Any

POINT_LIMIT = 1_000
"""Points that Vega redraws at every move of the pointer; above it the page draws them on a raster of its own.

On a core without a graphics card a move costs Vega 60 ms for 2,000 points, and the raster 15 to 35 ms for 100,000.
"""

COLOURS = 48


def embedding() -> dict[str, Any]:
    """Points where the page's camera sees them, in the colours that it chose, in the order in which they lie.

    Data: `points` of {x, y, fill, stroke, opacity, wide}, in pixels from the upper left corner, `wide` times as large.
    Parameters: `right` and `bottom` are the plot's size, `size` is the area of the square around a point. The
    page's stage is above it: zoom, selection and hover are the same for many points, which Vega does not draw.
    """
    import altair as alt

    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, alt.ExprRef("right")], nice=False, zero=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[alt.ExprRef("bottom"), 0], nice=False, zero=False))
    points = (
        alt.Chart(alt.NamedData("points"))
        .transform_calculate(area="datum.wide * size")
        .mark_point(clip=True, strokeWidth=1.2)
        .encode(
            x=x,
            y=y,
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
            opacity=alt.Opacity("opacity:Q", scale=None),
            size=alt.Size("area:Q", scale=None),
        )
    )
    window = [
        alt.param(name=name, value=value) for name, value in (("right", 1), ("bottom", 1), ("size", 40))
    ]
    # The page sets the size: a plot fills its pane, to the pixel.
    whole = points.add_params(*window).properties(
        width=1, height=1, padding=0, usermeta={"limit": POINT_LIMIT}
    )
    spec: dict[str, Any] = whole.configure(autosize="none").to_dict()
    return spec


def eigenvalues() -> dict[str, Any]:
    """Bars of the ascending eigenvalues; those before the largest gap stand out, and a rule marks it.

    Data: `values` of {k, from, to, value, before, chosen}, `gap` of {at}; `chosen` is the k that is looked at.
    """
    import altair as alt

    scale = alt.Scale(zero=False, nice=False)
    x = alt.X(
        "from:Q", title=None, axis=alt.Axis(tickMinStep=1, format="d", grid=False, tickCount=8), scale=scale
    )
    bars = (
        alt.Chart(alt.NamedData("values"))
        .mark_bar(cursor="pointer")
        .encode(
            x=x,
            x2="to:Q",
            y=alt.Y("value:Q", title=None, axis=alt.Axis(tickCount=3, format=".2~f")),
            y2=alt.Y2Datum(0),
            color=alt.condition(
                "datum.before", alt.value(alt.ExprRef("token_accent")), alt.value(alt.ExprRef("token_quiet"))
            ),
            stroke=alt.condition(
                "datum.chosen", alt.value(alt.ExprRef("token_ink")), alt.value("transparent")
            ),
            tooltip=[
                alt.Tooltip("k:Q", title="eigenvalue"),
                alt.Tooltip("value:Q", title="value", format=".4f"),
            ],
        )
    )
    rule = alt.Chart(alt.NamedData("gap")).mark_rule(strokeDash=[3, 3], stroke=alt.ExprRef("token_ink"))
    return _spec(alt.layer(bars, rule.encode(x=alt.X("at:Q"))))


TOKENS = ("token_ink", "token_surface", "token_accent", "token_quiet")


def _spec(chart: Any) -> dict[str, Any]:
    import altair as alt

    tokens = [alt.param(name=name, value="#888888") for name in TOKENS]
    sized = chart.add_params(*tokens).properties(width="container", height="container")
    spec: dict[str, Any] = sized.configure(
        autosize=alt.AutoSizeParams(type="fit", contains="padding")
    ).to_dict()
    return spec
