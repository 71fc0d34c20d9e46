import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { CopyAddress } from "./copy-address";

export type Connection = {
  readonly id: string;
  readonly kind: "oidc" | "saml";
  readonly name: string;
  /** Empty until it is set up. */
  readonly issuer: string;
  readonly clientId: string;
  readonly entryPoint: string;
  readonly certificates: readonly string[];
  /** What the provider is told: where it sends people back to, our name as SAML knows it, where a tile on its page leads. */
  readonly addresses: {
    readonly callback: string;
    readonly acs: string;
    readonly metadata: string;
    readonly start: string;
  };
};

export const keeps = (issuer: string): string =>
  issuer ? " It stays as it is: who is linked would be somebody else." : "";

export function Save() {
  return (
    <div>
      <SubmitButton pending="Asking the provider…">Save</SubmitButton>
    </div>
  );
}

export function NameField({ name }: Pick<Connection, "name">) {
  return (
    <FormText
      name="name"
      label="Name"
      hint="What members see on the button, such as Okta."
      required
      defaultValue={name}
    />
  );
}

/** The details of an OpenID Connect provider, with what to copy there first. */
export function OidcForm({
  connection: { id, name, issuer, clientId, addresses },
  action,
}: {
  readonly connection: Connection;
  readonly action: FormAction;
}) {
  return (
    <ActionForm action={action} done="Saved, and the provider answers. Try it next.">
      <input type="hidden" name="connectionId" value={id} />
      <CopyAddress label="Redirect address, to copy to the provider" value={addresses.callback} />
      <CopyAddress label="Sign-in address, for a tile on its page" value={addresses.start} />
      <NameField name={name} />
      <FormText
        name="issuer"
        label="Issuer"
        hint={`Such as https://example.okta.com.${keeps(issuer)}`}
        inputMode="url"
        required
        readOnly={issuer !== ""}
        defaultValue={issuer}
      />
      <FormText name="clientId" label="Client id" required defaultValue={clientId} />
      <FormText
        name="clientSecret"
        label="Client secret"
        type="password"
        autoComplete="off"
        optional={issuer !== ""}
        required={issuer === ""}
        hint={issuer ? "Stored, and shown to nobody. Leave it empty to keep it." : undefined}
      />
      <Save />
    </ActionForm>
  );
}
