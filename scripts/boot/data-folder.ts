import { access, chmod, constants, mkdir } from "node:fs/promises";

/** Makes the folder that holds all that must be kept. @throws Error with one sentence. */
export async function prepareDataFolder(dir: string): Promise<void> {
  try {
    // The account of the database passes through; every file in here is closed to it.
    if ((await mkdir(dir, { recursive: true })) !== undefined) await chmod(dir, 0o711);
    await access(dir, constants.W_OK | constants.X_OK);
  } catch {
    throw new Error(`Standby cannot write to ${dir}: change its owner, or set DATA_DIR.`);
  }
}
