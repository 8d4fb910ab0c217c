import type { ComponentChildren } from "preact";

function Icon({ children, size = 20 }: { readonly children: ComponentChildren; readonly size?: number }) {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

const path = (d: string, size?: number) => () => (
  <Icon {...(size !== undefined && { size })}>
    <path d={d} />
  </Icon>
);

export const BackIcon = path("M15 5l-7 7 7 7");
export function DotsIcon() {
  return (
    <svg class="icon" width="20" height="20" viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
      <path d="M3 12a2 2 0 1 1 4 0 2 2 0 0 1-4 0zm7 0a2 2 0 1 1 4 0 2 2 0 0 1-4 0zm7 0a2 2 0 1 1 4 0 2 2 0 0 1-4 0z" />
    </svg>
  );
}
export const ReplyIcon = path("M10 6l-6 6 6 6M4 12h9a7 7 0 0 1 7 7", 18);
export const ForwardIcon = path("M14 6l6 6-6 6M20 12h-9a7 7 0 0 0-7 7", 18);
export const SmileIcon = path("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14.5q3.5 3 7 0M9 9.5v.01M15 9.5v.01", 18);
export const CopyIcon = path("M9 9h11v11H9zM5 15H4V4h11v1", 18);
export const SendIcon = path("M4 12l16-8-6 16-3-7z");
export const UpIcon = path("M12 19V5M6 11l6-6 6 6", 16);
export const DownIcon = path("M12 5v14M6 13l6 6 6-6");
export const PenIcon = path("M12 20h8M16 4l4 4L8 20H4v-4z");
export const GroupIcon = path(
  [
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6",
    "M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.5c2 .8 3.2 2.7 3.5 5.5",
  ].join(""),
);
export const GearIcon = path(
  [
    "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM19 12a7 7 0 0 0-.1-1.3l2-1.5-2-3.4-2.3 1",
    "a7 7 0 0 0-2.2-1.3L14 3h-4l-.4 2.5a7 7 0 0 0-2.2 1.3l-2.3-1-2 3.4 2 1.5",
    "a7 7 0 0 0 0 2.6l-2 1.5 2 3.4 2.3-1a7 7 0 0 0 2.2 1.3L10 21h4l.4-2.5",
    "a7 7 0 0 0 2.2-1.3l2.3 1 2-3.4-2-1.5q.1-.6.1-1.3z",
  ].join(""),
);
export const PinIcon = path("M9 4h6l-1 6 3 3H7l3-3zM12 13v7", 14);
export const ListIcon = path("M4 6h16M4 12h16M4 18h16", 18);
export const MuteIcon = path("M6 9v4l-2 3h12M18 14V9a6 6 0 0 0-9-5M3 3l18 18M10 20h4", 14);
export const ClockIcon = path("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2", 14);
export const FailIcon = path("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v6M12 16.5v.01", 14);
export const RetryIcon = path("M20 11a8 8 0 1 0-2 6M20 5v6h-6", 14);

export function CheckIcon() {
  return (
    <Icon size={16}>
      <path d="M5 13l4 4 9-10" />
    </Icon>
  );
}

export function DoubleCheckIcon() {
  return (
    <svg
      class="icon"
      width="20"
      height="16"
      viewBox="0 0 30 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2.2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d="M3 13l4 4 9-10M13 16l1.5 1L24 7" />
    </svg>
  );
}

export function Logo({ size = 32 }: { readonly size?: number }) {
  return <img src="/logo.svg" width={size} height={size} alt="" />;
}
