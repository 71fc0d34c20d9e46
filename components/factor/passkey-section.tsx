import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/browser";
import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Time } from "@/components/ui/time";
import { formatInstant } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { FactorOutcome } from "./factor-outcome";
import { MakePasskey } from "./passkey-button";
import type { Ask } from "./use-passkey";

type Passkey = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Instant;
  readonly usedAt: Instant | null;
};

/** The passkeys of an account, each with a way to remove it, and a form to add one. */
export function PasskeySection({
  passkeys,
  device,
  zone,
  now,
  change,
  ask,
}: {
  readonly passkeys: readonly Passkey[];
  /** What a passkey made here is called, unless its owner says otherwise. */
  readonly device: string;
  readonly zone: Zone;
  readonly now: Instant;
  readonly change: FormAction;
  readonly ask: Ask<PublicKeyCredentialCreationOptionsJSON>;
}) {
  return (
    <>
      {passkeys.length > 0 && (
        <ul className="border-line border-t">
          {passkeys.map((passkey) => (
            <li key={passkey.id} className="border-line border-b py-2">
              <PasskeyRow {...{ passkey, zone, now, change }} />
            </li>
          ))}
        </ul>
      )}
      <ActionForm action={change} className="grid gap-4">
        <FactorOutcome />
        <input type="hidden" name="step" value="passkey-finish" />
        <div className="grid gap-4 [@media(scripting:none)]:hidden">
          <FormText
            name="name"
            label="Name"
            hint="So that you know it in the list."
            defaultValue={device}
            maxLength={60}
            required
            className="max-w-72"
          />
          <div>
            <MakePasskey ask={ask}>Add a passkey</MakePasskey>
          </div>
        </div>
        <p className="hidden text-sm [@media(scripting:none)]:block">
          Passkeys need JavaScript. The other ways below do not.
        </p>
      </ActionForm>
    </>
  );
}

function PasskeyRow({
  passkey: { id, name, createdAt, usedAt },
  zone,
  now,
  change,
}: {
  readonly passkey: Passkey;
  readonly zone: Zone;
  readonly now: Instant;
  readonly change: FormAction;
}) {
  return (
    <ActionForm
      action={change}
      className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-2"
    >
      <div>
        <p>{name}</p>
        <p className="text-muted text-sm">
          Added <Time at={createdAt}>{formatInstant(createdAt, zone, now)}</Time>,{" "}
          {usedAt === null ? (
            "not used yet"
          ) : (
            <>
              last used <Time at={usedAt}>{formatInstant(usedAt, zone, now)}</Time>
            </>
          )}
        </p>
      </div>
      <input type="hidden" name="passkey" value={id} />
      <ConfirmButton
        variant="quiet"
        name="step"
        value="passkey-off"
        question={`Remove the passkey “${name}”?`}
        consequence="It signs you in no more, and you are signed out on every other device. Remove it on the device itself too."
      >
        Remove<span className="sr-only"> {name}</span>
      </ConfirmButton>
    </ActionForm>
  );
}
