import { installPackages, requireNode, root } from "./install.mjs";

/**
 * Prepares what is missing, then hands over to a TypeScript file's `main(args)`. Whatever goes wrong is told
 * in one sentence; STANDBY_DEBUG=1 shows where it came from.
 */
export async function launch(load) {
  try {
    requireNode();
    process.chdir(root);
    installPackages();
    const tsx = await import("tsx/esm/api");
    tsx.register();
    const { main } = await load();
    await main(process.argv.slice(2));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(process.env.STANDBY_DEBUG ? error : message.split("\n")[0]);
    process.exitCode = 1;
  }
}
