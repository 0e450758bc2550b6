// Hovering: a ring on the point at once, and after a moment a card beside it with what the sample shows.

const card = find("#card");
let hovered = -1, dwell = 0;

function hideHover() {
  clearTimeout(dwell);
  hovered = -1;
  ring.hidden = card.hidden = true;
}

/** Rings the point of sample `i`, if it is in the window. */
function ringPoint(i) {
  if (!points || !plane.x.length || i < 0) return void (ring.hidden = true);
  const { left, top } = pixel(i), [dx, dy] = corner();
  ring.hidden = left < 0 || top < 0 || left > points.width() || top > points.height();
  ring.style.transform = `translate(${left + dx}px, ${top + dy}px)`;
}

function hover(event) {
  if (!points || !state.chapter || drag || event.buttons) return;
  const i = nearest(event);
  if (i === hovered) return;
  hideHover();
  stage.classList.toggle("on-point", i >= 0);
  if (i < 0) return;
  hovered = i;
  ringPoint(i);
  dwell = setTimeout(() => showCard(i, event), 90);
}

function showCard(i, event) {
  const { chapter } = state, { label, prediction, score, wrong } = verdict(chapter, i);
  const size = pictureSize(chapter, 128);
  card.replaceChildren(
    make("div", { class: "pictures" }, ...modes().map((mode) => picture(chapter, i, mode, size))),
    make("div", { class: wrong ? "verdict wrong" : "verdict" }, `${label} → ${prediction} ${figure(score)}`),
    make("div", { class: "muted" }, ...clusterOf(i)),
    make("div", { class: "muted id", dir: "auto" }, chapter.ids[i]));
  card.hidden = false;
  const gap = 16, { width, height } = card.getBoundingClientRect();
  const right = event.clientX + gap + width < innerWidth;
  card.style.left = `${right ? event.clientX + gap : Math.max(4, event.clientX - gap - width)}px`;
  card.style.top = `${Math.max(4, Math.min(innerHeight - height - 4, event.clientY - height / 2))}px`;
}

function clusterOf(i) {
  const { clustering } = shown();
  return clustering ? [dot(clustering.labels[i]), ` ${clusterName(clustering.labels[i])}`] : [];
}

stage.addEventListener("pointermove", hover);
stage.addEventListener("pointerleave", hideHover);
