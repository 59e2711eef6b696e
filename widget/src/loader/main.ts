/** /widget.js: draws the launcher and answers what the page has asked for so far. */

import { begin } from "./begin";

begin(document.currentScript as HTMLScriptElement | null);
