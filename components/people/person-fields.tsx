import { FormError, FormText } from "@/components/form/fields";
import { ZoneSelect } from "@/components/form/zone-select";
import { Checkbox, ChoiceGroup } from "@/components/ui/choice";

type Team = { readonly id: string; readonly name: string };

/** How somebody is reached, as two fields. */
export function ContactFields({
  phone,
  email,
}: {
  readonly phone?: string | null;
  readonly email?: string | null;
}) {
  return (
    <>
      <FormText
        name="phone"
        label="Phone"
        type="tel"
        autoComplete="off"
        optional
        hint="With the country: +49 30 901820"
        defaultValue={phone ?? ""}
      />
      <FormText
        name="email"
        label="E-mail"
        type="email"
        autoComplete="off"
        optional
        defaultValue={email ?? ""}
      />
    </>
  );
}

/** The fields of a person's form. Teams that the viewer does not manage are shown and stay as they are. */
export function PersonFields({
  person,
  teams,
  manages,
  zoneNames,
  zone,
}: {
  readonly person?: {
    readonly name: string;
    readonly phone: string | null;
    readonly email: string | null;
    readonly teams: readonly Team[];
  };
  readonly teams: readonly Team[];
  readonly manages: (teamId: string) => boolean;
  readonly zoneNames: readonly string[];
  readonly zone: string;
}) {
  const held = new Set(person?.teams.map(({ id }) => id));
  return (
    <>
      <FormText name="name" label="Name" autoComplete="off" required defaultValue={person?.name} />
      <ContactFields phone={person?.phone} email={person?.email} />
      <ZoneSelect
        key={zone}
        names={zoneNames}
        defaultValue={zone}
        hint="Where they live and sleep."
      />
      {teams.length > 0 && (
        <ChoiceGroup label="Teams">
          <div className="grid gap-x-4 sm:grid-cols-2">
            {teams.map(({ id, name }) => (
              <Checkbox
                key={`${id} ${held.has(id)}`}
                name="teams[]"
                value={id}
                label={name}
                defaultChecked={held.has(id)}
                disabled={!manages(id)}
              />
            ))}
          </div>
          <FormError name="teams" />
        </ChoiceGroup>
      )}
    </>
  );
}
