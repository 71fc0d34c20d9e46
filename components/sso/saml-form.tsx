import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormText, FormTextarea } from "@/components/form/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { type Connection, keeps, NameField, Save } from "./connection-form";
import { CopyAddress } from "./copy-address";

/** A SAML provider: what to copy there first, then its details, from its metadata or by hand. */
export function SamlForm({
  connection,
  action,
  fromMetadata,
}: {
  readonly connection: Connection;
  readonly action: FormAction;
  readonly fromMetadata: FormAction;
}) {
  const { id, name, issuer, entryPoint, certificates, addresses } = connection;
  return (
    <div className="grid gap-5">
      <CopyAddress label="ACS address (reply URL), to copy to the provider" value={addresses.acs} />
      <CopyAddress
        label="Entity id (audience), which is also the address of our metadata"
        value={addresses.metadata}
      />
      <CopyAddress label="Sign-in address, for a tile on its page" value={addresses.start} />
      <ActionForm action={fromMetadata} done="Read and saved. Try it next.">
        <input type="hidden" name="connectionId" value={id} />
        <input type="hidden" name="name" value={name} />
        <FormTextarea
          name="metadata"
          label="The provider’s metadata"
          hint="Its address, or the XML itself. It fills in all that is below; read it again when certificates change."
          rows={3}
          required
        />
        <div>
          <SubmitButton variant="quiet" pending="Reading…">
            Read the metadata
          </SubmitButton>
        </div>
      </ActionForm>
      <ActionForm action={action} done="Saved. Try it next.">
        <input type="hidden" name="connectionId" value={id} />
        <NameField name={name} />
        <FormText
          key={`issuer ${issuer}`}
          name="issuer"
          label="The provider’s entity id"
          hint={`Also called issuer or identifier.${keeps(issuer)}`}
          required
          readOnly={issuer !== ""}
          defaultValue={issuer}
        />
        <FormText
          key={`entryPoint ${entryPoint}`}
          name="entryPoint"
          label="The provider’s sign-in address"
          hint="For HTTP-Redirect. Also called SSO URL."
          inputMode="url"
          required
          defaultValue={entryPoint}
        />
        <FormTextarea
          key={`certificates ${certificates.join()}`}
          name="certificates"
          label="The provider’s certificate"
          hint="From BEGIN CERTIFICATE to END CERTIFICATE. While it changes, paste the next one below: both count."
          rows={6}
          required
          defaultValue={certificates.join("\n")}
        />
        <Save />
      </ActionForm>
    </div>
  );
}
