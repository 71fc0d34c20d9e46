import { Download } from "lucide-react";
import { buttonStyle } from "@/components/ui/button-style";

/** Downloads of the log as JSON lines, in parts where it is long. Not router links: those load ahead. */
export function ExportLinks({
  action,
  last,
  portion,
}: {
  readonly action: string;
  readonly last: number;
  readonly portion: number;
}) {
  const parts = Array.from(
    { length: Math.max(1, Math.ceil(last / portion)) },
    (_, index) => index * portion,
  );
  return (
    <>
      {parts.map((after) => (
        <a key={after} href={`${action}?after=${after}`} download className={buttonStyle({})}>
          <Download aria-hidden />
          {parts.length === 1 ? "Export" : `Export from ${after + 1}`}
        </a>
      ))}
    </>
  );
}
