// Renders media/icon.png, which marketplaces show, from media/easel.svg: they take no SVG.
//
//   node tools/render-icon.mjs
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { ensureChromium } from "./lib/chromium.mjs";
import { EXTENSION } from "./lib/places.mjs";

const SIDE = 256;
const MEDIA = join(EXTENSION, "media");

const drawing = readFileSync(join(MEDIA, "easel.svg"), "utf8");
const browser = await chromium.launch({ executablePath: ensureChromium(), args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: SIDE, height: SIDE } });
// White on a ground of its own: it is shown on light and on dark pages.
await page.setContent(`<style>
  body { margin: 0 }
  div { box-sizing: border-box; width: ${SIDE}px; height: ${SIDE}px; padding: 44px; border-radius: 52px; background: linear-gradient(#1f6fa8, #14466e); color: #fff }
  svg { width: 100%; height: 100% }
</style><div>${drawing}</div>`);
await page.screenshot({ path: join(MEDIA, "icon.png"), omitBackground: true });
await browser.close();
