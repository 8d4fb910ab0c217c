// Draws the icons of the installed chat from its logo: `npm run icons`, after the logo has changed.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const PUBLIC = join(import.meta.dirname, "public");
const logo = readFileSync(join(PUBLIC, "logo.svg"), "utf8");
/** Systems cut a maskable icon to a shape of theirs, so its ground fills it, and the fish keeps to the middle. */
const maskable = logo
  .replace(/ rx="\d+"/, "")
  .replace('viewBox="0 0 32 32"', 'viewBox="-4 -4 40 40"')
  .replace("<rect ", '<rect x="-4" y="-4" ')
  .replace('width="32" height="32"', 'width="40" height="40"');

const browser = await chromium.launch({
  executablePath: process.env.WHALESHARK_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox"],
});
for (const [name, svg, size] of [
  ["icon-192", logo, 192],
  ["icon-512", logo, 512],
  ["icon-maskable-512", maskable, 512],
]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw}</style>${svg}`);
  await page.screenshot({ path: join(PUBLIC, `${name}.png`), omitBackground: true });
}
await browser.close();
