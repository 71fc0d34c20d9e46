import { clsx } from "clsx";
import { LogOut, Monitor, Moon, Sun, UserRound } from "lucide-react";
import Link from "next/link";
import type { ShellProps, ThemeAction, ThemeChoice } from "./shell-props";

const entry =
  "flex min-h-9 w-full items-center gap-2.5 rounded-md px-2.5 text-left text-sm hover:bg-hover max-md:min-h-12 [&_svg]:size-4 [&_svg]:text-muted";

/** Who is signed in, the theme, and the way out. */
export function MeMenu({ base, me, theme, themeAction }: ShellProps) {
  return (
    <>
      <p className="truncate px-2.5 py-2 text-muted text-xs">{me.email}</p>
      <Link href={`${base}/me`} className={entry}>
        <UserRound aria-hidden />
        My shifts and settings
      </Link>
      <div className="my-1.5 border-line border-t" />
      <ThemeSwitch theme={theme} action={themeAction} />
      <div className="my-1.5 border-line border-t" />
      <form action="/sign-out" method="post">
        <button type="submit" className={entry}>
          <LogOut aria-hidden />
          Sign out
        </button>
      </form>
    </>
  );
}

const themes = [
  { value: "light", label: "Light", Icon: Sun },
  { value: "dark", label: "Dark", Icon: Moon },
  { value: "system", label: "System", Icon: Monitor },
] as const;

/** Light, dark or as the system says; each a button that posts `theme`. */
export function ThemeSwitch({
  theme,
  action,
}: {
  readonly theme: ThemeChoice;
  readonly action: ThemeAction;
}) {
  return (
    <form action={action}>
      <fieldset className="flex gap-1 px-1">
        <legend className="sr-only">Theme</legend>
        {themes.map(({ value, label, Icon }) => (
          <button
            key={value}
            type="submit"
            name="theme"
            value={value}
            aria-pressed={theme === value}
            className={clsx(
              "flex min-h-9 flex-1 items-center justify-center gap-1.5 rounded-md text-xs hover:bg-hover max-md:min-h-12 [&_svg]:size-3.5",
              theme === value ? "bg-hover font-strong text-text" : "text-muted",
            )}
          >
            <Icon aria-hidden />
            {label}
          </button>
        ))}
      </fieldset>
    </form>
  );
}
