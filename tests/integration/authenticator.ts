import {
  createHash,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign as signBytes,
} from "node:crypto";
import { isoCBOR } from "@simplewebauthn/server/helpers";

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const WITH_KEY = 0x40;

type Lies = {
  readonly origin?: string;
  readonly rpID?: string;
  /** Nobody showed a finger or typed a PIN. */
  readonly unverified?: boolean;
  /** What the counter says instead of one more. */
  readonly counter?: number;
  /** Signed by another key. */
  readonly key?: KeyObject;
};

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest();
const base64url = (data: Uint8Array | string) => Buffer.from(data).toString("base64url");

function uint(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}

/** An authenticator in software (ES256), which can lie about everything that a real one states. */
export class Authenticator {
  readonly id = randomBytes(32);
  readonly keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  counter = 0;

  constructor(readonly site: { readonly origin: string; readonly rpID: string }) {}

  private data({ rpID, unverified, counter }: Lies, more: number, rest: Buffer): Buffer {
    this.counter = counter ?? this.counter + 1;
    const flags = USER_PRESENT | (unverified ? 0 : USER_VERIFIED) | more;
    return Buffer.concat([
      sha256(rpID ?? this.site.rpID),
      uint(flags, 1),
      uint(this.counter, 4),
      rest,
    ]);
  }

  private client(type: string, challenge: string, { origin }: Lies): Buffer {
    return Buffer.from(
      JSON.stringify({ type, challenge, origin: origin ?? this.site.origin, crossOrigin: false }),
    );
  }

  /** As `navigator.credentials.create` answers. */
  make({ challenge }: { readonly challenge: string }, lies: Lies = {}) {
    const { x = "", y = "" } = this.keys.publicKey.export({ format: "jwk" });
    const key = isoCBOR.encode(
      new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, new Uint8Array(Buffer.from(x, "base64url"))],
        [-3, new Uint8Array(Buffer.from(y, "base64url"))],
      ]),
    );
    const rest = Buffer.concat([Buffer.alloc(16), uint(this.id.length, 2), this.id, key]);
    const authData = new Uint8Array(this.data(lies, WITH_KEY, rest));
    const attestation = isoCBOR.encode(
      new Map<string, unknown>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", authData],
      ]) as Parameters<typeof isoCBOR.encode>[0],
    );
    return {
      ...this.named(),
      response: {
        clientDataJSON: base64url(this.client("webauthn.create", challenge, lies)),
        attestationObject: base64url(attestation),
        transports: ["internal" as const],
      },
    };
  }

  /** As `navigator.credentials.get` answers. */
  sign({ challenge }: { readonly challenge: string }, lies: Lies = {}) {
    const client = this.client("webauthn.get", challenge, lies);
    const data = this.data(lies, 0, Buffer.alloc(0));
    const signed = Buffer.concat([data, sha256(client)]);
    return {
      ...this.named(),
      response: {
        clientDataJSON: base64url(client),
        authenticatorData: base64url(data),
        signature: base64url(signBytes("sha256", signed, lies.key ?? this.keys.privateKey)),
      },
    };
  }

  private named() {
    const id = base64url(this.id);
    return { id, rawId: id, type: "public-key" as const, clientExtensionResults: {} };
  }
}
