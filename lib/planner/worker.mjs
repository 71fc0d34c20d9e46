// Started by its path, so that no bundler has a say in it; what it runs is TypeScript.
import { register } from "tsx/esm/api";

register();
await import("./work.ts");
