import { Badge } from "@/components/ui/badge";

const looks = {
  editing: { tone: "neutral", word: "Being edited" },
  submitted: { tone: "accent", word: "Under review" },
  published: { tone: "good", word: "Published" },
  rejected: { tone: "bad", word: "Rejected" },
  withdrawn: { tone: "neutral", word: "Withdrawn" },
} as const;

/** Where a draft stands, in a word. */
export function DraftStatusBadge({ status }: { readonly status: string }) {
  const look = looks[status as keyof typeof looks];
  return look ? <Badge tone={look.tone}>{look.word}</Badge> : null;
}
