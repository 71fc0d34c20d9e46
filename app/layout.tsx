import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { atWork } from "@/lib/doors/undecodable";
import { fonts } from "./fonts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Standby", template: "%s · Standby" },
  description: "Who do I call right now?",
  robots: { index: false, follow: false },
  referrer: "same-origin",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  colorScheme: "light dark",
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  atWork();
  const theme = (await cookies()).get("theme")?.value;
  return (
    <html
      lang="en"
      className={fonts}
      data-theme={theme === "light" || theme === "dark" ? theme : undefined}
    >
      <body>{children}</body>
    </html>
  );
}
