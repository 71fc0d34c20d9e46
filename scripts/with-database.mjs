import { launch } from "./boot/launch.mjs";

await launch(() => import("./boot/with-database.ts"));
