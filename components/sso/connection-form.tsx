import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormText, FormTextarea } from "@/components/form/fields";
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

const keeps = (issuer: string): string =>
  issuer ? " It stays as it is: who is linked would be somebody else." : "";

function Save() {
  return (
    <div>
      <SubmitButton pending="Asking the provider…">Save</SubmitButton>
    </div>
  );
}

function NameField({ name }: Pick<Connection, "name">) {
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

/** The details of a SAML provider, with what to copy there first. */
export function SamlForm({
  connection: { id, name, issuer, entryPoint, certificates, addresses },
  action,
}: {
  readonly connection: Connection;
  readonly action: FormAction;
}) {
  return (
    <ActionForm action={action} done="Saved. Try it next.">
      <input type="hidden" name="connectionId" value={id} />
      <CopyAddress label="ACS address (reply URL), to copy to the provider" value={addresses.acs} />
      <CopyAddress
        label="Entity id (audience), which is also the address of our metadata"
        value={addresses.metadata}
      />
      <NameField name={name} />
      <FormText
        name="issuer"
        label="The provider’s entity id"
        hint={`Also called issuer or identifier.${keeps(issuer)}`}
        required
        readOnly={issuer !== ""}
        defaultValue={issuer}
      />
      <FormText
        name="entryPoint"
        label="The provider’s sign-in address"
        hint="For HTTP-Redirect. Also called SSO URL."
        inputMode="url"
        required
        defaultValue={entryPoint}
      />
      <FormTextarea
        name="certificates"
        label="The provider’s certificate"
        hint="From BEGIN CERTIFICATE to END CERTIFICATE. While it changes, paste the next one below: both count."
        rows={6}
        required
        defaultValue={certificates.join("\n")}
      />
      <Save />
    </ActionForm>
  );
}
