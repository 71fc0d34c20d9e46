import { launch } from "./boot/launch.mjs";

await launch(async () => {
  const { serve } = await import("./boot/serve.ts");
  return { main: () => serve("dev") };
});
