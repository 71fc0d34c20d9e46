import { launch } from "./boot/launch.mjs";

await launch(() => import("../tests/bench/main.ts"));
