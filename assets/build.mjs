// Builds the one stylesheet and writes down what it was built from, so that a forgotten rebuild fails a test.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { NodePackageImporter, compile, info } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const stylesheet = join(here, "../wayhome/web/static/web/wayhome.css");
const record = join(here, "../vendor/govuk-frontend/build.json");

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest("hex");

// The same recipe stands in tests/web/test_stylesheet.py: name, zero byte, content, zero byte, in order of name.
function sourcesHash() {
  const names = ["package-lock.json", ...readdirSync(join(here, "sass")).map((name) => `sass/${name}`)].sort();
  return sha256(...names.flatMap((name) => [name, "\0", readFileSync(join(here, name)), "\0"]));
}

const { css } = compile(join(here, "sass/wayhome.scss"), {
  importers: [new NodePackageImporter(here)],
  style: "compressed",
  quietDeps: true,
});
// Variants of the package's parts that no page of ours uses.
const unused =
  /--(inverse|muted|text-colour|no-underline|no-visited-state|start|block|collapse-on-mobile|full-width|extra-letter-spacing)|link-image|summary-card|(input|textarea|select)__(prefix|suffix|wrapper)|section-break|heading-xl|caption-|list--spaced|font-|main-wrapper--|tabular|pagination__link-label|warning-text__icon|--small|__conditional|__divider|label--xl|legend--xl|body-lead|-from-desktop|main-wrapper|label-wrapper|link-title--decorated|pagination__item--ellipsis|skip-link-focused|actions-list/;

function withoutUnused(css) {
  return css.replace(/(?<=[{}])([^{}@]+)\{([^{}]*)\}/g, (rule, selectors, body) => {
    const kept = selectors.split(",").filter((selector) => !unused.test(selector));
    return kept.length ? `${kept.join(",")}{${body}}` : "";
  });
}

// Our palette is fixed at build time and the font is inherited everywhere, so half of the package's output says nothing:
// variables with a fallback become the fallback, and repeated font rules go.
const slim = css
  .replace(/^\uFEFF/, "")
  .replace(/var\(--govuk-[a-z-]+-colour, (#[0-9a-f]{3,6})\)/g, "$1")
  .replace(/-webkit-font-smoothing:antialiased;-moz-osx-font-smoothing:grayscale;?/g, "")
  .replace(/font-family:inherit;?/g, "")
  .replace(/(?<=[{}])[^{}@]+\{\}/g, "");
const lean = withoutUnused(slim).replace(/@(media|supports)[^{}]*\{\}/g, "");
const text = `/* Built by "make assets". Contains parts of govuk-frontend, MIT: see vendor/govuk-frontend. */\n${lean}\n`;
const locked = JSON.parse(readFileSync(join(here, "package-lock.json"))).packages["node_modules/govuk-frontend"];

writeFileSync(stylesheet, text);
writeFileSync(
  record,
  `${JSON.stringify(
    {
      package: "govuk-frontend",
      version: locked.version,
      licence: "MIT",
      package_integrity: locked.integrity,
      sass: info.split("\n")[0].split("\t")[1],
      sources_sha256: sourcesHash(),
      stylesheet_sha256: sha256(text),
    },
    null,
    2,
  )}\n`,
);
console.log(`wayhome.css: ${Buffer.byteLength(text)} bytes`);
