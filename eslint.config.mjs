// What our own scripts are held to. Browsers get them as they stand: nothing bundles or translates them.

import js from "@eslint/js";
import globals from "globals";

const STATIC = "wolaiban/*/static";
// Pages load these with type="module"; all others with `defer`, in one scope with each other, or as a worker.
const MODULES = [
  `${STATIC}/portal/reporting/*.js`,
  `${STATIC}/portal/tracking/{matter,remembered,speaking,track_kept}.js`,
  `${STATIC}/web/map.js`,
];
const SERVICE_WORKER = `${STATIC}/portal/reporting/worker.js`;
const WORKERS = [`${STATIC}/portal/abuse/work.worker.js`];

const rules = {
  ...js.configs.recommended.rules,
  "eqeqeq": "error",
  "no-var": "error",
  "prefer-const": ["error", { destructuring: "all" }],
};
const scripts = (files, sourceType, names) => ({
  files,
  languageOptions: { ecmaVersion: 2022, sourceType, globals: names },
  linterOptions: { reportUnusedDisableDirectives: "error" },
  rules,
});

export default [
  { ignores: ["node_modules", ".venv", ".data"] },
  { ...scripts([`${STATIC}/**/*.js`], "script", globals.browser), ignores: [...MODULES, ...WORKERS] },
  { ...scripts(MODULES, "module", globals.browser), ignores: [SERVICE_WORKER] },
  scripts([SERVICE_WORKER], "script", globals.serviceworker),
  scripts(WORKERS, "script", globals.worker),
  { ...scripts(["*.mjs", "tests/scripts/**/*.mjs"], "module", globals.node) },
];
