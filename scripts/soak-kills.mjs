import { launch } from "./boot/launch.mjs";

await launch(() => import("./kills/main.ts"));
