/** Why a provider is refused, in the words of RFC 7644, 3.12. */
export type ScimType =
  | "invalidFilter"
  | "invalidPath"
  | "invalidSyntax"
  | "invalidValue"
  | "mutability"
  | "noTarget"
  | "uniqueness";

/** What a provider is told that did not do it right. `message` says what happened and what to do. */
export class ScimFault extends Error {
  readonly status: number;
  readonly scimType: ScimType | undefined;

  constructor(status: number, message: string, scimType?: ScimType) {
    super(message);
    this.name = "ScimFault";
    this.status = status;
    this.scimType = scimType;
  }
}

export const badValue = (message: string) => new ScimFault(400, message, "invalidValue");
export const taken = (message: string) => new ScimFault(409, message, "uniqueness");
export const gone = () => new ScimFault(404, "There is nothing here.");
