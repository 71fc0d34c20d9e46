import { launch } from "./boot/launch.mjs";

await launch(() => import("./bench-answers.ts"));
