import { Mail, Phone } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { IconLink } from "@/components/ui/icon-button";

export type Contacts = { readonly phone: string | null; readonly email: string | null };
/** Whether the reader is support, from whom contacts are hidden: that there is none, it cannot know. */
export type Hidden = { readonly hidden: boolean };

/** Call and write for lists: icons, with the number beside it on a desk. */
export function ContactIcons({ name, phone, email }: Contacts & { readonly name: string }) {
  return (
    <span className="flex items-center">
      {phone && (
        <IconLink
          label={`Call ${name}, ${phone}`}
          href={`tel:${phone}`}
          className="md:w-auto! md:gap-2 md:px-2.5"
        >
          <Phone aria-hidden />
          <span className="tabular text-sm max-md:hidden">{phone}</span>
        </IconLink>
      )}
      {email && (
        <IconLink label={`Write to ${name}`} href={`mailto:${email}`}>
          <Mail aria-hidden />
        </IconLink>
      )}
    </span>
  );
}

/** Call and write as buttons that show the number and the address. */
export function ContactButtons({ phone, email, hidden }: Contacts & Hidden) {
  if (!phone && !email) return <NoContact hidden={hidden} />;
  return (
    <div className="flex flex-wrap gap-2">
      {phone && (
        <ButtonLink variant="primary" size="large" href={`tel:${phone}`} className="max-sm:w-full">
          <Phone aria-hidden />
          <span className="tabular">{phone}</span>
        </ButtonLink>
      )}
      {email && (
        <ButtonLink size="large" href={`mailto:${email}`} className="min-w-0 shrink max-sm:w-full">
          <Mail aria-hidden />
          <span className="truncate">{email}</span>
        </ButtonLink>
      )}
    </div>
  );
}

/** Says that nobody could reach this person, or that support cannot see how. */
export function NoContact({ hidden }: Hidden) {
  if (hidden) return <Badge>contacts hidden</Badge>;
  return <Badge tone="warn">no contact method</Badge>;
}
