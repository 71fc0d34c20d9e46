"use client";

import { useState } from "react";
import { Checkbox } from "@/components/ui/choice";
import { PersonChip } from "@/components/ui/person-chip";
import type { Definition } from "@/lib/schedule/types";
import { useEditor } from "./editor-context";
import { mondayOf } from "./local-time";
import { TEMPLATES, type Template } from "./templates";

const MOST_LISTED = 40;

/** For a schedule without layers: choose people, then a ready-made roster to begin from. */
export function Starter() {
  const { people, change, needZones, now, zones, definition } = useEditor();
  const offered = people.filter(({ archived }) => !archived).slice(0, MOST_LISTED);
  const [chosen, setChosen] = useState<readonly string[]>(() => {
    const team = offered.filter(({ inTeam }) => inTeam);
    return (team.length > 0 ? team : offered.slice(0, 4)).map(({ id }) => id);
  });
  const [failed, setFailed] = useState(false);

  const use = async (template: Template) => {
    const ready = await needZones(template.zones);
    setFailed(!ready);
    if (!ready) return;
    const tiers = template.make({
      people: offered.filter(({ id }) => chosen.includes(id)),
      monday: mondayOf(now, zones(definition.zone)),
      newId: () => crypto.randomUUID(),
    });
    change((found: Definition) => ({ ...found, tiers }));
  };

  return (
    <section aria-labelledby="starter" className="grid gap-4 rounded-lg border border-line p-4">
      <div>
        <h2 id="starter" className="font-strong text-base">
          Begin with something that works
        </h2>
        <p className="mt-0.5 text-muted text-sm">
          Choose who takes part, then a pattern. Everything can be changed afterwards.
        </p>
      </div>
      {offered.length === 0 ? (
        <p className="text-muted text-sm">
          There is nobody to choose yet: add people first, or begin with empty turns.
        </p>
      ) : (
        <fieldset>
          <legend className="font-strong text-sm">Who takes part</legend>
          <div className="mt-1 grid grid-cols-2 gap-x-4">
            {offered.map((person) => (
              <Checkbox
                key={person.id}
                label={<PersonChip person={person} />}
                checked={chosen.includes(person.id)}
                onChange={(event) =>
                  setChosen(
                    event.target.checked
                      ? [...chosen, person.id]
                      : chosen.filter((id) => id !== person.id),
                  )
                }
              />
            ))}
          </div>
        </fieldset>
      )}
      <ul className="grid gap-2 sm:grid-cols-2 xl:grid-cols-1">
        {TEMPLATES.map((template) => (
          <li key={template.id}>
            <button
              type="button"
              onClick={() => void use(template)}
              className="grid h-full w-full content-start gap-0.5 rounded-md border border-line bg-raised px-3.5 py-2.5 text-left text-sm transition-colors duration-100 hover:border-edge hover:bg-hover"
            >
              <span className="font-strong">{template.name}</span>
              <span className="text-muted">{template.about}</span>
            </button>
          </li>
        ))}
      </ul>
      {failed && (
        <p role="alert" className="text-bad text-sm">
          The rules of its time zones could not be fetched. Try again.
        </p>
      )}
    </section>
  );
}
