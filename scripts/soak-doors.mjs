import { launch } from "./boot/launch.mjs";

await launch(() => import("./soak-doors.ts"));
