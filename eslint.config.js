import js from "@eslint/js";
import globals from "globals";

// Text is set as text: nothing in the page may turn a name, a note or a file into markup or code.
const markup = ["innerHTML", "outerHTML", "insertAdjacentHTML", "write", "writeln", "createContextualFragment"].map((property) => ({
  property,
  message: "Set text as text: make(tag, {}, text).",
}));

export default [
  { ignores: ["templates/page.js"] },
  js.configs.recommended,
  {
    files: ["templates/**/*.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals.browser },
    rules: {
      "no-restricted-properties": ["error", ...markup],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "prefer-const": "error",
      "no-var": "error",
      eqeqeq: "error",
      "no-shadow": "error",
      "no-unused-vars": ["error", { args: "after-used" }],
      "max-lines": ["error", 300],
    },
  },
  { files: ["templates/theme.js"], languageOptions: { sourceType: "script" } },
  { files: ["templates/build.js"], languageOptions: { globals: globals.node } },
];
