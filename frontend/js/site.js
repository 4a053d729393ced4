// What every page gets on top of plain links and forms.
import { buttons } from "./buttons.js";
import { contents } from "./contents.js";
import { facets } from "./facets.js";
import { folds } from "./folds.js";
import { passwords } from "./passwords.js";
import { choices } from "./searches.js";
import { steps } from "./steps.js";
import { suggest } from "./suggest.js";
import { theme } from "./theme.js";

for (const enhance of [folds, suggest, choices, facets, contents, passwords, theme, buttons, steps]) enhance();
