import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormSelect, FormText } from "@/components/form/fields";
import { Badge } from "@/components/ui/badge";
import { buttonStyle } from "@/components/ui/button-style";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { type Connection, OidcForm } from "./connection-form";
import { OpenAtFirst } from "./open-at-first";
import { SamlForm } from "./saml-form";

const kinds = { oidc: "OpenID Connect", saml: "SAML 2.0" } as const;

/** The organisation's providers, each with its details and a way to try it. */
export function Connections({
  connections,
  back,
  saveOidc,
  saveSaml,
  saveSamlMetadata,
  remove,
}: {
  readonly connections: readonly Connection[];
  /** The path to come back to when one was tried; its id is added. */
  readonly back: string;
  readonly saveOidc: FormAction;
  readonly saveSaml: FormAction;
  readonly saveSamlMetadata: FormAction;
  readonly remove: FormAction;
}) {
  return (
    <ul className="border-line border-t">
      {connections.map((connection) => {
        const { id, name, kind, issuer } = connection;
        const search = new URLSearchParams({ purpose: "link", to: `${back}?tried=${id}` });
        return (
          <li key={id} className="grid gap-3 border-line border-b py-4">
            <div className="flex flex-wrap items-center justify-between gap-3">
              <p className="wrap-anywhere flex flex-wrap items-center gap-2">
                <span className="font-strong">{name}</span>
                <Badge>{kinds[kind]}</Badge>
                {!issuer && <Badge tone="warn">not set up yet</Badge>}
              </p>
              <div className="flex flex-wrap items-center gap-2">
                {issuer && (
                  <a href={`/sso/${id}/start?${search}`} className={buttonStyle({})}>
                    Try it<span className="sr-only">: {name}</span>
                  </a>
                )}
                <ActionForm action={remove} className="grid gap-2">
                  <input type="hidden" name="connectionId" value={id} />
                  <ConfirmButton
                    variant="quiet"
                    question={`Remove ${name}?`}
                    consequence="Nobody signs in by it any more, and who signed in by it alone is shut out at once. Set up again, everybody links anew."
                  >
                    Remove<span className="sr-only"> {name}</span>
                  </ConfirmButton>
                </ActionForm>
              </div>
            </div>
            <OpenAtFirst open={!issuer}>
              <summary className="inline-flex min-h-10 items-center rounded-sm text-accent-text text-sm underline-offset-4 hover:underline max-md:min-h-11">
                Details<span className="sr-only"> of {name}</span>
              </summary>
              <div className="pt-3">
                {kind === "oidc" ? (
                  <OidcForm connection={connection} action={saveOidc} />
                ) : (
                  <SamlForm
                    connection={connection}
                    action={saveSaml}
                    fromMetadata={saveSamlMetadata}
                  />
                )}
              </div>
            </OpenAtFirst>
          </li>
        );
      })}
    </ul>
  );
}

/** Begins a provider: afterwards there are addresses to copy to it. */
export function NewConnection({ action }: { readonly action: FormAction }) {
  return (
    <ActionForm action={action} done="Added. Its details come next.">
      <FormSelect
        name="kind"
        label="How it works"
        hint="OpenID Connect, if your provider offers both."
        defaultValue="oidc"
      >
        <option value="oidc">OpenID Connect</option>
        <option value="saml">SAML 2.0</option>
      </FormSelect>
      <FormText name="name" label="Name" hint="Such as Okta, or Google Workspace." required />
      <div>
        <SubmitButton variant="quiet" pending="Adding…">
          Add a provider
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
