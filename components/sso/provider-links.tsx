import { buttonStyle } from "@/components/ui/button-style";

/**
 * Links that lead to providers, each a way to do the same. Plain links: a router would follow them in advance. They lead to
 * another site, which the policy of pages forbids to forms.
 */
export function ProviderLinks({
  providers,
  words,
  search,
}: {
  readonly providers: readonly { readonly id: string; readonly name: string }[];
  /** What stands before the provider's name. */
  readonly words: string;
  readonly search: Readonly<Record<string, string>>;
}) {
  return providers.map(({ id, name }) => (
    <a
      key={id}
      href={`/sso/${id}/start?${new URLSearchParams(search)}`}
      className={buttonStyle({ wide: true })}
    >
      {words} {name}
    </a>
  ));
}
