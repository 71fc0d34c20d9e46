import "vitest";

declare module "vitest" {
  export interface ProvidedContext {
    /** The owner's address of the server that the integration tests share. */
    serverUrl: string;
  }
}
