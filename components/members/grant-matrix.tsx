"use client";

import { type FormEvent, startTransition, useActionState, useRef, useState } from "react";
import { type FormAction, Refusal } from "@/components/form/action-form";
import { Button } from "@/components/ui/button";
import { FormMessage } from "@/components/ui/form-message";
import { Table } from "@/components/ui/table";
import { type Matrix, type PermissionRow, presetValues } from "./grant-values";

/**
 * A member's permissions as boxes: a row for each permission, a column for the whole organisation and one for
 * each team. Boxes that the viewer may not change stay as they are. Without script the presets are missing
 * and the rest works.
 */
export function GrantMatrix({
  memberId,
  matrix,
  action,
}: {
  readonly memberId: string;
  readonly matrix: Matrix;
  readonly action: FormAction;
}) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set(matrix.held));
  /** Which presets filled boxes, so that what they brought can say so. */
  const [copied, setCopied] = useState<readonly string[]>([]);
  const [state, send, pending] = useActionState(action, null);
  const boxes = useRef<HTMLFormElement>(null);
  // Sent by hand, because React empties the form of an action that has run, and these boxes must keep.
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    startTransition(() => send(form));
  };
  const toggle = (value: string) => {
    const next = new Set(ticked);
    if (!next.delete(value)) next.add(value);
    setTicked(next);
  };
  return (
    <form ref={boxes} action={send} onSubmit={submit} className="grid gap-5">
      <input type="hidden" name="memberId" value={memberId} />
      <Presets
        matrix={matrix}
        apply={(column, preset) => {
          setTicked(presetValues(matrix, ticked, column, preset));
          const copy = column === "" ? preset : `${preset}@${column}`;
          setCopied([...copied.filter((one) => one !== copy), copy]);
        }}
      />
      {copied.map((copy) => (
        <input key={copy} type="hidden" name="copied[]" value={copy} />
      ))}
      <Boxes matrix={matrix} ticked={ticked} toggle={toggle} />
      {state && !state.ok && (
        <Refusal error={state.error} again={() => boxes.current?.requestSubmit()} />
      )}
      {state?.ok && !pending && (
        <FormMessage tone="good">Saved. It holds from their next click on.</FormMessage>
      )}
      <div>
        <Button type="submit" variant="primary" aria-disabled={pending || undefined}>
          {pending ? "Saving…" : "Save permissions"}
        </Button>
      </div>
    </form>
  );
}

function Presets({
  matrix,
  apply,
}: {
  readonly matrix: Matrix;
  readonly apply: (column: string, preset: string) => void;
}) {
  const [column, setColumn] = useState("");
  return (
    <fieldset className="flex flex-wrap items-center gap-2 [@media(scripting:none)]:hidden">
      <legend className="mb-2 font-strong text-sm">Fill the boxes as for a</legend>
      {matrix.presets.map(({ name }) => (
        <Button
          key={name}
          size="small"
          className="max-md:min-h-11"
          onClick={() => apply(column, name)}
        >
          {name}
        </Button>
      ))}
      {matrix.columns.length > 1 && (
        <label className="flex items-center gap-2 text-muted text-sm">
          in
          <select
            aria-label="Where"
            className="control min-h-8! w-auto! py-1! max-md:min-h-11!"
            value={column}
            onChange={(event) => setColumn(event.target.value)}
          >
            {matrix.columns.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
    </fieldset>
  );
}

function Boxes({
  matrix,
  ticked,
  toggle,
}: {
  readonly matrix: Matrix;
  readonly ticked: ReadonlySet<string>;
  readonly toggle: (value: string) => void;
}) {
  return (
    <Table label="Permissions for the organisation and its teams">
      <thead>
        <tr>
          <th scope="col" className="sticky left-0 z-10 bg-bg">
            Permission
          </th>
          {matrix.columns.map(({ id, name }) => (
            <th key={id} scope="col" className="text-center! max-md:whitespace-normal!">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {matrix.rows.map((row) => (
          <tr key={row.name}>
            <th
              scope="row"
              className="sticky left-0 z-10 min-w-36 bg-bg font-normal! max-md:whitespace-normal!"
            >
              {row.label}
            </th>
            {matrix.columns.map((column) => (
              <td key={column.id} className="text-center">
                <Box row={row} column={column} matrix={matrix} ticked={ticked} toggle={toggle} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Box({
  row,
  column,
  matrix,
  ticked,
  toggle,
}: {
  readonly row: PermissionRow;
  readonly column: { readonly id: string; readonly name: string };
  readonly matrix: Matrix;
  readonly ticked: ReadonlySet<string>;
  readonly toggle: (value: string) => void;
}) {
  if (column.id !== "" && !row.team) return <span className="text-faint">–</span>;
  const value = column.id === "" ? row.name : `${row.name}@${column.id}`;
  const on = ticked.has(value);
  if (!matrix.mayChange.includes(value)) {
    return (
      <>
        {on && <input type="hidden" name="grants[]" value={value} />}
        <input
          type="checkbox"
          className="tick"
          checked={on}
          disabled
          readOnly
          aria-label={`${row.label}, ${column.name}: only who holds it may change it`}
        />
      </>
    );
  }
  return (
    <label className="inline-flex size-8 cursor-pointer items-center justify-center max-md:size-11">
      <input
        type="checkbox"
        className="tick"
        name="grants[]"
        value={value}
        checked={on}
        onChange={() => toggle(value)}
        aria-label={`${row.label}, ${column.name}`}
      />
    </label>
  );
}
