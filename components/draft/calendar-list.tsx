"use client";

import { Plus, X } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import type { Calendar } from "@/lib/schedule/types";
import { joinDays, readLines } from "./calendar-lines";
import { useEditor } from "./editor-context";
import { putCalendar, removeCalendar } from "./edits";
import { Fold } from "./fold";
import { problemAt, problemUnder } from "./problems";
import { SmallInput } from "./small-field";

/** Holiday calendars, which layers may rest on or work on only. */
export function CalendarList() {
  const { definition, change } = useEditor();
  const add = () =>
    change(putCalendar({ id: crypto.randomUUID(), name: "Public holidays", days: [] }));
  return (
    <div className="grid grid-cols-1 gap-1">
      {definition.calendars.map((calendar, index) => (
        <CalendarCard key={calendar.id} calendar={calendar} path={`calendars.${index}`} />
      ))}
      <div className="pt-1">
        <Button size="small" onClick={add}>
          <Plus aria-hidden />
          Add a calendar
        </Button>
      </div>
    </div>
  );
}

function CalendarCard({ calendar, path }: { readonly calendar: Calendar; readonly path: string }) {
  const { change, problems } = useEditor();
  const { id, name, days } = calendar;
  const called = name || "Calendar without a name";
  return (
    <Fold
      label={called}
      summary={`${days.length} ${days.length === 1 ? "day" : "days"}`}
      problem={problemUnder(problems, path)}
      startsOpen={days.length === 0}
      actions={
        <IconButton
          label={`Remove the calendar ${called}`}
          className="size-8! max-md:size-11!"
          onClick={() => change(removeCalendar(id))}
        >
          <X aria-hidden />
        </IconButton>
      }
    >
      <div className="grid grid-cols-1 gap-3">
        <SmallInput
          label="Name of the calendar"
          value={name}
          maxLength={80}
          error={problemAt(problems, `${path}.name`)}
          onChange={(event) =>
            change(putCalendar({ ...calendar, name: event.target.value }), `${path}.name`)
          }
        />
        {days.length > 0 && (
          <ul className="max-h-56 overflow-y-auto">
            {days.map((day) => (
              <li key={day.date} className="flex items-center gap-3 border-line border-b text-sm">
                <span className="tabular text-muted">{day.date}</span>
                <span className="min-w-0 flex-1 truncate">{day.name}</span>
                <IconButton
                  label={`Remove ${day.date}, ${day.name}`}
                  className="size-8! max-md:size-11!"
                  onClick={() =>
                    change(putCalendar({ ...calendar, days: days.filter((one) => one !== day) }))
                  }
                >
                  <X aria-hidden />
                </IconButton>
              </li>
            ))}
          </ul>
        )}
        <AddDays calendar={calendar} />
      </div>
    </Fold>
  );
}

function AddDays({ calendar }: { readonly calendar: Calendar }) {
  const { change } = useEditor();
  const id = useId();
  const [text, setText] = useState("");
  const [left, setLeft] = useState(false);
  const { wrong } = readLines(text);
  const add = () => {
    const read = readLines(text);
    if (read.days.length > 0) {
      change(putCalendar({ ...calendar, days: joinDays(calendar.days, read.days) }));
    }
    setText(read.wrong.join("\n"));
    setLeft(read.wrong.length > 0);
  };
  return (
    <div data-own-undo className="grid grid-cols-1 gap-2">
      <label htmlFor={id} className="text-muted text-sm">
        Add days, one a line: 2026-12-25 Christmas Day
      </label>
      <textarea
        id={id}
        className="control tabular min-h-20!"
        value={text}
        aria-invalid={left && wrong.length > 0 ? true : undefined}
        onChange={(event) => setText(event.target.value)}
      />
      {left && wrong.length > 0 && (
        <p className="text-bad text-sm">
          Begin each line with a date such as 2026-12-25 and then its name. Not read: {wrong[0]}
        </p>
      )}
      <div>
        <Button size="small" disabled={text.trim() === ""} onClick={add}>
          Add these days
        </Button>
      </div>
    </div>
  );
}
