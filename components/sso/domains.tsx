import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { Badge } from "@/components/ui/badge";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { CopyAddress } from "./copy-address";

type Domain = {
  readonly domain: string;
  readonly verified: boolean;
  /** What belongs into its DNS. */
  readonly record: { readonly name: string; readonly text: string };
};

/** The mail domains that are the organisation's, or are to be. */
export function Domains({
  domains,
  add,
  verify,
  remove,
}: {
  readonly domains: readonly Domain[];
  readonly add: FormAction;
  readonly verify: FormAction;
  readonly remove: FormAction;
}) {
  return (
    <>
      {domains.length > 0 && (
        <ul className="border-line border-t">
          {domains.map(({ domain, verified, record }) => (
            <li key={domain} className="grid gap-3 border-line border-b py-3">
              <div className="flex flex-wrap items-center justify-between gap-3">
                <p className="wrap-anywhere flex flex-wrap items-center gap-2">
                  <span className="font-strong">{domain}</span>
                  {verified ? (
                    <Badge tone="good">verified</Badge>
                  ) : (
                    <Badge tone="warn">not verified</Badge>
                  )}
                </p>
                <ActionForm action={remove} className="grid gap-2">
                  <input type="hidden" name="domain" value={domain} />
                  <ConfirmButton
                    variant="quiet"
                    question={`Remove ${domain}?`}
                    consequence="Who writes an address in it is not led to your provider any more."
                  >
                    Remove<span className="sr-only"> {domain}</span>
                  </ConfirmButton>
                </ActionForm>
              </div>
              {!verified && (
                <ActionForm action={verify} className="grid gap-3">
                  <input type="hidden" name="domain" value={domain} />
                  <CopyAddress label="Add a TXT record to its DNS, named" value={record.name} />
                  <CopyAddress label="with the text" value={record.text} />
                  <div>
                    <SubmitButton variant="quiet" pending="Looking…">
                      Verify<span className="sr-only"> {domain}</span>
                    </SubmitButton>
                  </div>
                </ActionForm>
              )}
            </li>
          ))}
        </ul>
      )}
      <ActionForm action={add}>
        <FormText name="domain" label="Domain" hint="Such as example.com." required />
        <div>
          <SubmitButton variant="quiet" pending="Adding…">
            Add a domain
          </SubmitButton>
        </div>
      </ActionForm>
    </>
  );
}
