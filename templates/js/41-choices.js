// The menus, buttons and slider: they show the state and change it.

const choice = (name) => find(`[data-choice="${name}"]`);

/** Fills a menu; one with a single option says nothing and is hidden. */
function fillMenu(name, options, value, least = 2) {
  const menu = choice(name);
  if (!menu) return;
  const select = find("select", menu);
  select.replaceChildren(...options.map(([value, text]) => make("option", { value }, text)));
  select.value = value;
  menu.hidden = options.length < least;
}

function fillMenus() {
  const { analysis, embedding, clustering } = shown();
  const names = (list) => (list ?? []).map((one) => [one.name, one.name]);
  fillMenu("analysis", names(state.chapter?.analyses), analysis?.name);
  fillMenu("embedding", names(analysis?.embeddings), embedding?.name, 1);
  fillMenu("clustering", names(analysis?.clusterings), clustering?.name, 1);
  const axes = (embedding?.axes ?? []).map((axis, d) => [String(d), axis]);
  fillMenu("x", axes, String(state.chapter ? view().x : 0), 3);
  fillMenu("y", axes, String(state.chapter ? view().y : 1), 3);
}

const chosen = (name, action) => choice(name)?.addEventListener("change", (event) => action(event.target.value));
chosen("analysis", (analysis) => choosePlot({ analysis }));
chosen("embedding", (embedding) => choosePlot({ embedding, x: 0, y: 1 }));
chosen("clustering", (clustering) => choosePlot({ clustering }));
chosen("x", (x) => choosePlot({ x: Number(x) }));
chosen("y", (y) => choosePlot({ y: Number(y) }));
chosen("colormap", (colormap) => chooseLook({ colormap }));
chosen("order", (order) => chooseLook({ order }));
find("input", choice("opacity")).addEventListener("input", (event) => chooseLook({ opacity: Number(event.target.value) }));
const modeButtons = [...choice("mode").querySelectorAll("button")];
modeButtons.forEach((button, at) => {
  button.addEventListener("click", () => chooseLook({ mode: button.value }));
  button.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = modeButtons[(at + step + modeButtons.length) % modeButtons.length];
    next.focus();
    chooseLook({ mode: next.value });
    event.stopPropagation();
  });
});

on("open plot", fillMenus);
on("look", () => {
  for (const button of modeButtons) {
    button.setAttribute("aria-checked", String(button.value === state.mode));
    button.tabIndex = button.value === state.mode ? 0 : -1;
  }
  find("select", choice("colormap")).value = state.colormap;
  find("select", choice("order")).value = state.order;
  find("input", choice("opacity")).value = state.opacity;
  find("output", choice("opacity")).textContent = `${state.opacity} %`;
  choice("opacity").hidden = !modes().includes("overlay");
});
