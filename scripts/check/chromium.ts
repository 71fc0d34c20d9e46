import { existsSync } from "node:fs";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The browser for the tests. @throws Error with one sentence when there is none. */
export function findChromium(): string {
  const found = [process.env.CHROMIUM_PATH ?? "", ...PLACES].find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new Error(
    "There is no Chromium: run apt-get install chromium, or set CHROMIUM_PATH to one that is elsewhere.",
  );
}
