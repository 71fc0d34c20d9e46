import { launch } from "./boot/launch.mjs";

await launch(() => import("./check/main.ts"));
