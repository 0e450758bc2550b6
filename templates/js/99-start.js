// Everything is defined; draw.

async function drawCharts() {
  await drawEmbedding();
  await drawEigenvalues();
}
on("theme", drawCharts);
readAddress();
drawCharts();
