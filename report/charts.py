"""The charts, as Vega-Lite specifications made with Altair: which value goes where, and how it is marked.

Data are named, not embedded: the page fills them, so that one specification serves every category. A parameter
whose name begins with `token_` takes its value from the style sheet's token of that name, in light and in dark.
"""

from typing import Any

from report import palette

POINT_LIMIT = 10_000
"""Points that Vega draws fluently (about 0.3 s per brush move on two cores); above it the page says so."""

COLOURS = 48


def embedding() -> dict[str, Any]:
    """Points coloured by cluster, the selected ones on top, noise hollow, clusters named at their medoids.

    Data: `points` and `selected` of {u, v, c}, `names` of {u, v, text}. Parameters: x0, x1, y0, y1 is the window,
    `hot` the cluster to stress or null, `dim` whether a selection makes the rest recede, `size` of a point.
    """
    import altair as alt

    domain = [-1, *range(COLOURS)]
    colours = [palette.NOISE, *palette.clusters(COLOURS)]
    scale = alt.Scale(domain=domain, range=colours)
    # Colours repeat only beyond the 48th cluster; noise keeps its own.
    cluster = f"datum.c < 0 ? -1 : datum.c % {COLOURS}"
    # Fields named x and y would make Vega-Lite rename the brush's own signals, which the page clears.
    x_scale = alt.Scale(domain=[alt.ExprRef("x0"), alt.ExprRef("x1")], nice=False, zero=False)
    y_scale = alt.Scale(domain=[alt.ExprRef("y0"), alt.ExprRef("y1")], nice=False, zero=False)
    x, y = alt.X("u:Q", axis=None, scale=x_scale), alt.Y("v:Q", axis=None, scale=y_scale)
    fill = alt.condition("datum.c < 0", alt.value("transparent"), alt.Fill("k:N", scale=scale, legend=None))
    stroke = alt.Stroke("k:N", scale=scale, legend=None)
    recede = alt.condition("hot === null ? !dim : datum.c === hot", alt.value(0.8), alt.value(0.3))
    brush = alt.selection_interval(
        name="brush",
        encodings=["x", "y"],
        on="[pointerdown[event.button === 0], window:pointerup] > window:pointermove!",
        clear=False,
        translate=False,
        zoom=False,
        mark=alt.BrushConfig(fill="#888", fillOpacity=0.12, stroke="#888", strokeDash=[4, 3]),
    )
    every = (
        alt.Chart(alt.NamedData("points"))
        .transform_calculate(k=cluster)
        .mark_point(clip=True, strokeWidth=1.2, size=alt.ExprRef("size"))
        .encode(x=x, y=y, fill=fill, stroke=stroke, opacity=recede)
        .add_params(brush)
    )
    selected = (
        alt.Chart(alt.NamedData("selected"))
        .transform_calculate(k=cluster)
        .mark_point(
            clip=True, strokeWidth=1.2, size=alt.ExprRef("size * 1.7"), stroke=alt.ExprRef("token_ink")
        )
        .encode(x=x, y=y, fill=fill)
    )
    names = alt.Chart(alt.NamedData("names")).encode(x=x, y=y, text="text:N")
    style: dict[str, Any] = {"clip": True, "fontSize": 12, "fontWeight": 600, "dy": -13}
    # The halo keeps a name readable on top of the points.
    halo = names.mark_text(stroke=alt.ExprRef("token_surface"), strokeWidth=4, strokeJoin="round", **style)
    text = names.mark_text(fill=alt.ExprRef("token_ink"), **style)
    window = [
        alt.param(name=name, value=value) for name, value in (("x0", 0), ("x1", 1), ("y0", 0), ("y1", 1))
    ]
    look = [
        alt.param(name="size", value=40),
        alt.param(name="dim", value=False),
        alt.param(name="hot", value=None),
    ]
    return _spec(alt.layer(every, selected, halo, text).add_params(*window, *look))


def eigenvalues() -> dict[str, Any]:
    """Bars of the ascending eigenvalues; those before the largest gap stand out, and a rule marks it.

    Data: `values` of {k, from, to, value, before}, `gap` of {at}.
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
