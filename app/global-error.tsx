"use client";

import ErrorPage from "./error";
import "./globals.css";

/** Where even the frame of all pages failed. Next's own page for it brings styles that the policy does not let in. */
export default function GlobalErrorPage(props: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <ErrorPage {...props} />
      </body>
    </html>
  );
}
