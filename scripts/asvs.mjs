import { launch } from "./boot/launch.mjs";

await launch(() => import("./asvs.ts"));
