// Builds wayhome/seal/browser/seal.js and writes down what it was built from, so that a forgotten rebuild fails a test.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../../wayhome/seal/browser");
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest("hex");

// The same recipe stands in tests/seal/test_built_module.py: name, zero byte, content, zero byte, in order of name.
const names = ["package-lock.json", ...readdirSync(join(here, "src")).map((name) => `src/${name}`)].sort();
const sources = sha256(...names.flatMap((name) => [name, "\0", readFileSync(join(here, name)), "\0"]));

const { outputFiles } = buildSync({
  absWorkingDir: here,
  entryPoints: ["src/index.js"],
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  charset: "utf8",
  banner: { js: '/* Built by "npm run build" in assets/seal. Contains @hpke/core and @hpke/common, MIT: see LICENSE-hpke.txt. */' },
  write: false,
});
const text = outputFiles[0].text;

const locked = JSON.parse(readFileSync(join(here, "package-lock.json"))).packages;
const part = (name) => {
  const { version, integrity, license } = locked[`node_modules/${name}`];
  return { package: name, version, licence: license, package_integrity: integrity };
};
const licences = ["@hpke/core", "@hpke/common"].map(
  (name) => `${name} ${part(name).version}\n\n${readFileSync(join(here, "node_modules", name, "LICENSE"), "utf8").trim()}\n`,
);

writeFileSync(join(target, "seal.js"), text);
writeFileSync(join(target, "LICENSE-hpke.txt"), licences.join("\n\n"));
writeFileSync(
  join(target, "build.json"),
  `${JSON.stringify(
    {
      contains: [part("@hpke/core"), part("@hpke/common")],
      esbuild: part("esbuild").version,
      sources_sha256: sources,
      module_sha256: sha256(text),
    },
    null,
    2,
  )}\n`,
);
console.log(`seal.js: ${Buffer.byteLength(text)} bytes`);
