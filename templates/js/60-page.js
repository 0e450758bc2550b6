// Theme, sheets, the divider above the samples, and the keys.

function toggleTheme() {
  const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  try { localStorage.setItem("spray.theme", theme); } catch { /* kept for this page only */ }
  emit("theme");
}
find("#theme").addEventListener("click", toggleTheme);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => {
  let stored = null;
  try { stored = localStorage.getItem("spray.theme"); } catch { /* follow the system */ }
  if (stored) return;
  document.documentElement.dataset.theme = event.matches ? "dark" : "light";
  emit("theme");
});

for (const button of document.querySelectorAll("[data-open]")) button.addEventListener("click", () => find(`#${button.dataset.open}`).showModal());
for (const sheet of document.querySelectorAll("dialog.sheet")) {
  sheet.addEventListener("click", (event) => (event.target === sheet || event.target.closest("[data-close]")) && sheet.close());
}

const divider = find("#divider");
function setTray(pixels) {
  const most = innerHeight - 260;
  document.documentElement.style.setProperty("--tray", `${Math.round(Math.max(120, Math.min(most, pixels)))}px`);
  tellDivider();
}
const trayHeight = () => divider.parentElement.getBoundingClientRect().height;
const tellDivider = () => divider.setAttribute("aria-valuenow", String(Math.round((100 * trayHeight()) / innerHeight)));
tellDivider();
divider.addEventListener("pointerdown", (event) => {
  divider.setPointerCapture(event.pointerId);
  const from = event.clientY, height = trayHeight();
  divider.onpointermove = (move) => setTray(height + from - move.clientY);
});
divider.addEventListener("pointerup", () => { divider.onpointermove = null; });
divider.addEventListener("keydown", (event) => {
  const step = { ArrowUp: 40, ArrowDown: -40 }[event.key];
  if (step) { event.preventDefault(); setTray(trayHeight() + step); }
});
// Vega's charts follow the size of the window; here their panels change it too.
let resized = 0;
new ResizeObserver(() => { cancelAnimationFrame(resized); resized = requestAnimationFrame(() => dispatchEvent(new Event("resize"))); }).observe(stage);
addEventListener("resize", hideHover);

const step = (by) => {
  const next = state.open + by;
  if (next >= 0 && next < rows.length) openCategory(next);
};
const chooseMode = (at) => modeButtons[at] && chooseLook({ mode: modeButtons[at].value });
const keys = {
  j: () => step(1), k: () => step(-1),
  c: () => nextCluster(1), C: () => nextCluster(-1),
  1: () => chooseMode(0), 2: () => chooseMode(1), 3: () => chooseMode(2), 4: () => chooseMode(3),
  a: () => select(Array.from({ length: state.chapter.size }, (_, i) => i)),
  f: () => fit(), s: () => fit(view().selection),
  t: toggleTheme, "?": () => find("#help").showModal(),
  Escape: () => view().selection.size && select([]),
};

addEventListener("keydown", (event) => {
  const busy = find("dialog[open]") || event.target.closest?.("input, select, textarea");
  if (busy || event.isComposing) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    event.preventDefault();
    return event.shiftKey ? undo("redo", "undo") : undo("undo", "redo");
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === " " && !event.target.closest?.("button, [tabindex]:not(.images)")) {
    event.preventDefault();
    stage.classList.add("panning");
    return;
  }
  const action = keys[event.key];
  if (!action || !(state.chapter || ["j", "k", "t", "?"].includes(event.key))) return;
  event.preventDefault();
  action();
});
addEventListener("keyup", (event) => {
  if (event.key !== " ") return;
  stage.classList.remove("panning");
});
