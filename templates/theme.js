// Before the first paint, so that a dark page never flashes white.
(() => {
  let stored = null;
  try { stored = localStorage.getItem("spray.theme"); } catch { /* no storage: follow the system */ }
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.dataset.theme = stored === "dark" || stored === "light" ? stored : system;
})();
