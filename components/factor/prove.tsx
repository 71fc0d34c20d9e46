import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { ButtonLink } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { SignWithPasskey } from "./passkey-button";
import { isSent, type Proving, type Way, wayLinks } from "./prove-words";
import type { Ask } from "./use-passkey";

type Actions = {
  readonly give: FormAction;
  readonly send: FormAction;
  readonly ask: Ask<PublicKeyCredentialRequestOptionsJSON>;
  readonly sign: FormAction;
};

/** Asks for a proof in one way, and links to the others. `fields` go with every form. */
export function Prove({
  proving,
  fields,
  signFields = {},
  button,
  hrefOf,
  give,
  send,
  ask,
  sign,
}: Actions & {
  readonly proving: Proving;
  readonly fields: Readonly<Record<string, string>>;
  /** Go with the passkey's form alone. */
  readonly signFields?: Readonly<Record<string, string>>;
  /** What a right proof does, such as "Sign in". */
  readonly button: string;
  readonly hrefOf: (way: Way) => string;
}) {
  const { way, ways, sent } = proving;
  const hidden = toHidden(fields);
  return (
    <>
      {way === "passkey" && (
        <ActionForm action={sign}>
          {hidden}
          {toHidden(signFields)}
          <SignWithPasskey ask={ask} variant="primary" wide>
            {button}
          </SignWithPasskey>
          <p className="hidden text-sm [@media(scripting:none)]:block">
            Passkeys need JavaScript. Choose another way below.
          </p>
        </ActionForm>
      )}
      {isSent(way) && !sent && (
        <ActionForm action={send}>
          {hidden}
          <input type="hidden" name="kind" value={way} />
          <SubmitButton wide pending="Sending…">
            Send the code
          </SubmitButton>
        </ActionForm>
      )}
      {way !== "passkey" && (!isSent(way) || sent) && (
        <ActionForm action={give}>
          {hidden}
          {isSent(way) && <input type="hidden" name="sent" value={way} />}
          <CodeField way={way} />
          <SubmitButton wide pending="One moment…">
            {button}
          </SubmitButton>
        </ActionForm>
      )}
      {isSent(way) && sent && (
        <ActionForm action={send} className="grid gap-2 text-center">
          {hidden}
          <input type="hidden" name="kind" value={way} />
          <SubmitButton variant="link" pending="Sending…">
            Send another code
          </SubmitButton>
        </ActionForm>
      )}
      <ul className="grid gap-2 text-center">
        {ways
          .filter((other) => other !== way)
          .map((other) => (
            <li key={other}>
              <ButtonLink variant="link" href={hrefOf(other)}>
                {wayLinks[other]}
              </ButtonLink>
            </li>
          ))}
      </ul>
    </>
  );
}

const toHidden = (fields: Readonly<Record<string, string>>) =>
  Object.entries(fields).map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ));

function CodeField({ way }: { readonly way: Way }) {
  const isBackup = way === "backup";
  return (
    <FormText
      key={way}
      name="code"
      label={isBackup ? "Backup code" : "Code"}
      inputMode={isBackup ? "text" : "numeric"}
      autoComplete={isBackup ? "off" : "one-time-code"}
      autoCapitalize="none"
      spellCheck={false}
      maxLength={60}
      required
      autoFocus
      className="tabular"
    />
  );
}
