// Vega: one specification each, made in Python; here it gets the page's colours and the data.

const fontStack = () => getComputedStyle(document.body).fontFamily;

const chartConfig = () => ({
  background: "transparent",
  font: fontStack(),
  view: { stroke: null },
  axis: {
    labelColor: token("muted"), titleColor: token("muted"), domainColor: token("line"), tickColor: token("line"),
    gridColor: token("line"), labelFontSize: 11, titleFontSize: 11, titleFontWeight: 400, tickSize: 4,
  },
});

/** Draws the chart of this name, with its first data, into its block; resolves to its Vega view. */
async function drawChart(name, datasets) {
  const place = block(name);
  const spec = { ...JSON.parse(embedded(`chart ${name}`)), datasets };
  for (const param of spec.params) if (param.name.startsWith("token_")) param.value = token(param.name.slice(6));
  const mount = find(".mount", place) ?? place.appendChild(make("div", { class: "mount" }));
  const options = { actions: false, renderer: "canvas", ast: true, defaultStyle: false, config: chartConfig(), tooltip: { disableDefaultStyle: true } };
  mount.drawn?.finalize();
  mount.drawn = await vegaEmbed(mount, spec, options);
  return mount.drawn.view;
}

const replaceData = (chart, name, values) => chart.data(name, values);
