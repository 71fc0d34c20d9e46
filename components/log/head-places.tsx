import { Callout } from "@/components/ui/callout";

type HeadPlace = {
  readonly place: "file" | "http" | "mail";
  /** The last entry of which a head got there; 0 for none. */
  readonly reached: number;
  /** Since when nothing arrives; null: it does. */
  readonly failingSince: string | null;
};

const WORDS = { file: "the file", http: "the address", mail: "owners’ mail" } as const;

const upTo = (reached: number): string =>
  reached === 0 ? "none yet" : `up to entry ${reached.toString()}`;

/** Tells owners where signed heads go, and whether they arrive. */
export function HeadPlaces({ places }: { readonly places: readonly HeadPlace[] }) {
  if (places.length === 0)
    return (
      <Callout tone="warn" title="Signed heads stay in the database">
        Whoever owns the database could rewrite the whole log unseen. Ask whoever runs Standby to
        send heads to a file, an address or your mail. Until then keep one yourself now and then.
      </Callout>
    );
  const failing = places.filter(({ failingSince }) => failingSince !== null);
  if (failing.length > 0)
    return (
      <Callout tone="warn" title="Signed heads do not arrive">
        {failing.map(({ place, reached, failingSince }) => (
          <p key={place}>
            Nothing reaches {WORDS[place]} since {failingSince}: {upTo(reached)}.
          </p>
        ))}
        <p>
          It is tried again by itself. Whoever runs Standby finds the reason in the server’s log.
        </p>
      </Callout>
    );
  const told = places.map(({ place, reached }) => `${WORDS[place]} (${upTo(reached)})`);
  return <p className="text-muted text-sm">Signed heads are sent to {told.join(", ")}.</p>;
}
