// The categories, strangest first, each with a tiny embedding in which the suspicious cluster stands out.

const thumbnails = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) drawThumbnail(entry.target);
}, { rootMargin: "200px" });

const rows = manifest.categories.map((entry, position) => {
  const canvas = make("canvas", { class: "thumbnail", width: 110, height: 80, "aria-hidden": "true" });
  canvas.entry = entry;
  thumbnails.observe(canvas);
  const strangeness = make("span", { class: "score", title: "strangeness, 0 to 1" }, figure(entry.strangeness));
  const text = make("span", { class: "category-text" },
    make("span", { class: "category-name", title: entry.name, dir: "auto" }, entry.name),
    make("span", { class: "muted" }, `${count(entry.size)} ${entry.size === 1 ? "sample" : "samples"}`));
  return make("button", { type: "button", class: "category", onclick: () => openCategory(position) }, canvas, text, strangeness);
});

/** How much a category's suspects stand out: as much as it is strange, measured by the strangest. */
const prominence = ({ strangeness }) => 0.2 + 0.8 * ((strangeness ?? 0) / (manifest.categories[0].strangeness || 1)) ** 3;

function drawThumbnail(canvas) {
  const { thumbnail, suspect } = canvas.entry;
  const pen = canvas.getContext("2d"), points = bytes(thumbnail);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  for (let at = 0; at < points.length; at += 3) {
    pen.globalAlpha = points[at + 2] ? prominence(canvas.entry) : 1;
    pen.fillStyle = points[at + 2] ? clusterColour(suspect) : token("quiet");
    pen.beginPath();
    pen.arc(5 + (points[at] / 255) * (canvas.width - 10), canvas.height - 5 - (points[at + 1] / 255) * (canvas.height - 10), points[at + 2] ? 3.2 : 2.2, 0, 7);
    pen.fill();
  }
}

const list = block("categories");
if (rows.length) list.append(make("div", { class: "list-head" }, make("span", {}, "strangest first"), make("span", {}, "strangeness")), ...rows);
else list.append(make("p", { class: "empty" }, "These results hold no category: nothing was analysed."));

on("open", () => {
  rows.forEach((row, position) => row.setAttribute("aria-current", String(position === state.open)));
  rows[state.open]?.scrollIntoView({ block: "nearest" });
});
on("theme", () => rows.forEach((row) => drawThumbnail(find("canvas", row))));
