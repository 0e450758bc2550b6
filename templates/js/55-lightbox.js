// One sample, enlarged: input, attribution and overlay side by side, and all that is known about it.

const lightbox = find("#lightbox");
let enlarged = -1; // place in the order of the tray

function openLightbox(at) {
  enlarged = at;
  drawLightbox();
  if (!lightbox.open) lightbox.showModal();
}

function drawLightbox() {
  const { chapter } = state, i = order[enlarged], { label, prediction, score, wrong } = verdict(chapter, i);
  const size = pictureSize(chapter, Math.max(96, Math.min(360, (innerWidth - 160) / 3, innerHeight - 320)));
  const scale = chapter.pictures.relevance.scale[i];
  const facts = [
    ["label", label],
    ["prediction", `${prediction}, ${figure(score, 3)}${wrong ? " (wrong)" : ""}`],
    ["cluster", ...(shown().clustering ? [make("span", {}, ...clusterOf(i))] : ["–"])],
    ["colours reach", scale ? `± ${scientific(scale)} relevance` : "0: this heatmap is zero everywhere"],
    ...Object.entries(chapter.metadata).map(([column, values]) => [column, values[i]]),
  ];
  lightbox.replaceChildren(
    make("header", {},
      make("h2", { class: "id", dir: "auto" }, chapter.ids[i]),
      make("span", { class: "muted" }, `${count(enlarged + 1)} of ${count(order.length)} selected`),
      make("button", { type: "button", "aria-label": "Previous sample", onclick: () => stepLightbox(-1) }, "←"),
      make("button", { type: "button", "aria-label": "Next sample", onclick: () => stepLightbox(1) }, "→"),
      make("button", { type: "button", class: "icon", "aria-label": "Close", onclick: () => lightbox.close() }, "✕")),
    make("div", { class: "threefold" }, ...Object.entries(MODE_NAMES).map(([mode, name]) =>
      make("figure", {}, picture(chapter, i, mode, size), make("figcaption", {}, name)))),
    make("dl", {}, ...facts.flatMap(([name, ...value]) => [make("dt", { dir: "auto" }, name), make("dd", { dir: "auto" }, ...value)])));
}

function stepLightbox(step) {
  enlarged = (enlarged + step + order.length) % order.length;
  drawLightbox();
}

lightbox.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  stepLightbox(step);
});
lightbox.addEventListener("click", (event) => event.target === lightbox && lightbox.close());
