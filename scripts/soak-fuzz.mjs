import { launch } from "./boot/launch.mjs";

await launch(() => import("./soak-fuzz.ts"));
