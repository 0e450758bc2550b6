// Bundles templates/js into templates/page.js: one classic script, because module scripts do not load from file://.
//
//     npm ci --ignore-scripts && npm run build          (--out FILE writes elsewhere)
//
// The bundle is kept in the repository, so that nobody needs node to install or to build a site; a test rebuilds it.

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] === "--out" ? process.argv[3] : join(here, "page.js");

const { outputFiles, metafile } = await build({
  absWorkingDir: dirname(here),
  entryPoints: ["templates/js/main.js"],
  bundle: true,
  write: false,
  metafile: true,
  format: "iife",
  target: ["chrome109", "firefox115", "safari16.4"],
  minify: true,
  lineLimit: 160,
  charset: "ascii",
  legalComments: "none",
});

/** Licences of the libraries that are in the bundle, whole, in a comment before it. */
function licences() {
  const inputs = Object.values(metafile.outputs).flatMap(({ inputs: used }) => Object.entries(used));
  const paths = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
  const names = new Set(paths.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? "").filter(Boolean));
  return [...names].sort().map((name) => {
    const folder = join(dirname(here), "node_modules", name);
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return `${name} ${version}\n\n${readFileSync(join(folder, "LICENSE"), "utf8").trim()}\n`;
  });
}

const text = `/*\nBuilt from templates/js by templates/build.js. It holds these libraries:\n\n${licences().join("\n")}*/\n${outputFiles[0].text}`;
if (/<\/script|<!--/i.test(text)) throw new Error("the bundle would end the script element that it is written into");
writeFileSync(out, text);
