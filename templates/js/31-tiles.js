// One sample as a picture: input, heatmap, or both, cut out of the sprite sheets of its category.

const LAYERS = {
  input: [["input", ""]],
  attribution: [["relevance", "url(#attribution)"]],
  overlay: [["input", "url(#luma)"], ["relevance", "url(#overlay)"]],
};
const MODE_NAMES = { input: "Input", attribution: "Attribution", overlay: "Overlay" };

/** Modes of the pictures that a sample is shown as. */
const modes = () => (state.mode === "pair" ? ["input", "attribution"] : [state.mode]);

/** Width and height of a sample's picture whose longer side is about `target`; whole multiples of small ones. */
function pictureSize(chapter, target) {
  const { width, height } = chapter.pictures.input;
  const native = Math.max(width, height);
  const scale = native * 1.5 < target ? Math.max(1, Math.round(target / native)) : target / native;
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** The picture of sample `i` in one mode. */
function picture(chapter, i, mode, size) {
  const layers = LAYERS[mode].map(([kind, filter]) => layer(chapter.pictures[kind], i, size, filter));
  const style = { width: `${size.width}px`, height: `${size.height}px` };
  return make("div", { class: `picture ${mode}`, style, role: "img", "aria-label": `${MODE_NAMES[mode]} of ${chapter.ids[i]}` }, ...layers);
}

function layer(sheet, i, size, filter) {
  const { columns, rows, gutter } = sheet;
  const on = i % (columns * rows), scaleX = size.width / sheet.width, scaleY = size.height / sheet.height;
  const left = (on % columns) * (sheet.width + 2 * gutter) + gutter, top = Math.floor(on / columns) * (sheet.height + 2 * gutter) + gutter;
  const style = {
    "background-image": `url("${new URL(sheet.files[Math.floor(i / (columns * rows))], document.baseURI).href}")`,
    "background-size": `${columns * (sheet.width + 2 * gutter) * scaleX}px ${rows * (sheet.height + 2 * gutter) * scaleY}px`,
    "background-position": `${-left * scaleX}px ${-top * scaleY}px`,
    "image-rendering": scaleX > 1.5 ? "pixelated" : "auto",
    filter,
  };
  return make("div", { class: "layer", style });
}

/** Whether the prediction of sample `i` is known to be wrong. */
const isWrong = ({ label, prediction }, i) => label[i] >= 0 && prediction[i] >= 0 && label[i] !== prediction[i];

/** Label and prediction in words; `wrong` if they differ. */
function verdict(chapter, i) {
  const label = className(chapter.label[i]), prediction = className(chapter.prediction[i]);
  return { label, prediction, score: chapter.score[i], wrong: isWrong(chapter, i) };
}

const dot = (label) => make("span", { class: label < 0 ? "dot noise" : "dot", style: { "--cluster": clusterColour(label) } });
