"use client";

import type { ComponentPropsWithoutRef, ReactNode } from "react";
import { SelectField, TextareaField, TextField } from "@/components/ui/field";
import { useField } from "./action-form";

type Text = {
  readonly name: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly optional?: boolean;
};

/** A text field of an ActionForm: shows the error for its name and keeps what was typed. */
export function FormText({
  name,
  defaultValue,
  ...rest
}: Text & ComponentPropsWithoutRef<"input">) {
  const { error, typed } = useField(name);
  return (
    <TextField
      key={typed}
      name={name}
      defaultValue={typed ?? defaultValue}
      error={error}
      {...rest}
    />
  );
}

/** Several lines of text of an ActionForm. */
export function FormTextarea({
  name,
  defaultValue,
  ...rest
}: Text & ComponentPropsWithoutRef<"textarea">) {
  const { error, typed } = useField(name);
  return (
    <TextareaField
      key={typed}
      name={name}
      defaultValue={typed ?? defaultValue}
      error={error}
      {...rest}
    />
  );
}

/** A choice of an ActionForm; `children` are options. */
export function FormSelect({
  name,
  defaultValue,
  ...rest
}: Text & ComponentPropsWithoutRef<"select">) {
  const { error, typed } = useField(name);
  return (
    <SelectField
      key={typed}
      name={name}
      defaultValue={typed ?? defaultValue}
      error={error}
      {...rest}
    />
  );
}

/** Says what is wrong with something that has no field of its own. */
export function FormError({ name }: { readonly name: string }) {
  const { error } = useField(name);
  return error ? <p className="text-bad text-sm">{error}</p> : null;
}

/** Says to a manager of passwords whose password the form asks for; it is not sent. */
export function PasswordOf({ email }: { readonly email: string }) {
  return <input type="email" autoComplete="username" value={email} readOnly hidden />;
}
