// What a writing page gets on top of its plain form.
import "@github/markdown-toolbar-element";
import { counters } from "./counters.js";
import { drafts } from "./drafts.js";
import { markdown } from "./markdown.js";
import { pages } from "./pages.js";
import { preview } from "./preview.js";
import { records } from "./records.js";

records();
counters();
markdown();
pages();
const form = document.querySelector("form[data-draft]");
if (form) drafts(form);
document.querySelectorAll("form[data-preview]").forEach(preview);
