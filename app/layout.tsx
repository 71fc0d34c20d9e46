import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { atWork } from "@/lib/doors/undecodable";
import { chosenTheme } from "@/lib/theme";
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
  const theme = await chosenTheme();
  return (
    <html lang="en" className={fonts} data-theme={theme === "system" ? undefined : theme}>
      <body>{children}</body>
    </html>
  );
}
