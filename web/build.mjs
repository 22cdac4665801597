// Bundles styles, scripts and the icon sprite into web/dist. Run by `cargo x assets` or `npm run build`.
import { build } from "esbuild";
import postcss from "postcss";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { isDropped } from "./styles/dropped.mjs";

const here = new URL(".", import.meta.url).pathname;
const dist = `${here}dist`;
const stroke = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
const browsers = ["chrome123", "firefox121", "safari17.5"];

/** Tabler without the components no page of ours uses. */
async function tablerSubset() {
  const css = await readFile(`${here}node_modules/@tabler/core/dist/css/tabler.css`, "utf8");
  const root = postcss.parse(css);
  root.walkRules((rule) => {
    if (rule.parent.type === "atrule" && /keyframes/.test(rule.parent.name)) return;
    const kept = rule.selectors.filter((selector) => !isDropped(selector));
    if (kept.length === 0) rule.remove();
    else rule.selectors = kept;
  });
  root.walkAtRules((at) => {
    if (at.nodes && at.nodes.length === 0) at.remove();
  });
  return root.toString();
}

/** One sprite with the icons named in icons.txt; an unknown name stops the build. */
async function iconSprite() {
  const names = (await readFile(`${here}icons.txt`, "utf8"))
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith("#"));
  const symbols = await Promise.all(
    names.map(async (name) => {
      const file = `${here}node_modules/@tabler/icons/icons/outline/${name}.svg`;
      const svg = await readFile(file, "utf8").catch(() => {
        throw new Error(`icons.txt names "${name}", which @tabler/icons does not have`);
      });
      const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
      return `<symbol id="${name}" viewBox="0 0 24 24" ${stroke}>${inner.replace(/\s*\n\s*/g, "")}</symbol>`;
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });

const tabler = `${dist}/.tabler.css`;
await writeFile(tabler, await tablerSubset());
const common = { bundle: true, minify: true, target: browsers, legalComments: "none", logLevel: "warning" };
await build({
  ...common,
  stdin: {
    contents: `@import "./dist/.tabler.css"; @import "tom-select/dist/css/tom-select.bootstrap5.css"; @import "./styles/own.css";`,
    loader: "css",
    resolveDir: here,
  },
  outfile: `${dist}/app.css`,
});
await rm(tabler);
await build({ ...common, entryPoints: [`${here}styles/print.css`, `${here}styles/contest.css`], outdir: dist });
await build({
  ...common,
  format: "iife",
  entryPoints: ["theme", "app", "map", "editor", "quiz", "contest", "check-in", "upload", "offline", "sw"].map(
    (name) => `${here}scripts/${name}.js`,
  ),
  outdir: dist,
});
await writeFile(`${dist}/icons.svg`, await iconSprite());
await writeFile(`${dist}/favicon.svg`, await readFile(`${here}styles/favicon.svg`));
