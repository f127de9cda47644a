const paths = {
  microphone:
    'M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3zM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5v3',
  'microphone-off':
    'M9 5.5a3 3 0 0 1 6 1v4M15 13a3 3 0 0 1-6-1.500V9M5.5 11a6.5 6.5 0 0 0 10.5 5.100M18.5 11a6 6 0 0 1-.5 2.500M12 17.500v3M4 4l16 16',
  camera:
    'M3.5 8a2 2 0 0 1 2-2h7a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2zM14.5 11l6-3.500v9l-6-3.5',
  'camera-off':
    'M9 6h3.500a2 2 0 0 1 2 2v3.500M14.5 15.500V16a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2V8a2 2 0 0 1 1.5-1.900M14.5 11l6-3.500v9l-3-1.800M4 4l16 16',
  screen:
    'M3.5 6.500a2 2 0 0 1 2-2h13a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2zM9 20h6M12 13.500V8M9.5 10L12 7.500l2.5 2.5',
  hand: 'M8 12.500V6a1.4 1.4 0 0 1 2.8 0v5-6.500a1.4 1.4 0 0 1 2.8 0V11 5.800a1.4 1.4 0 0 1 2.8 0V13c0 4.5-2 7.5-5.4 7.5-2.5 0-3.7-1-5-3.300L3.8 13.600a1.4 1.4 0 0 1 2.3-1.500L8 14.5',
  chat: 'M5.5 5h13a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H11l-4.5 3.500V17h-1a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z',
  people:
    'M9 11a3.2 3.2 0 1 0 0-6.400A3.2 3.2 0 0 0 9 11zM3 19c.4-3.3 2.7-5.2 6-5.200s5.6 1.9 6 5.200M15.5 5a3.2 3.2 0 0 1 0 5.900M17.5 14.300c2 .7 3.2 2.3 3.5 4.7',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.700l1-1',
  hangup:
    'M3.5 14.200c-.6-2.2 0-3.7 1.8-4.7 4-2.2 9.4-2.2 13.4 0 1.8 1 2.4 2.5 1.8 4.7-.2.7-.9 1.1-1.6.9l-2.6-.7c-.6-.2-1-.7-1-1.300v-1.600a12 12 0 0 0-6.6 0v1.600c0 .6-.4 1.1-1 1.300l-2.6.7c-.7.2-1.4-.2-1.6-.9z',
  settings:
    'M4 7h8M18 7h2M4 17h2M12 17h8M15 9.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM9 19.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 12.500l4.5 4.500L19 7.5',
  warning: 'M12 4.500l8.5 15h-17zM12 10v4.500M12 17.200v.1',
  chevron: 'M6.5 9.500L12 15l5.5-5.5',
  send: 'M5 12h13M12.5 6l6 6-6 6',
  lock: 'M6 11h12v8.500H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  speaker: 'M4 10v4h3.500L12 18V6L7.5 10zM15.5 9.500a3.5 3.5 0 0 1 0 5M18 7a7 7 0 0 1 0 10',
  offline:
    'M4 9.500a12 12 0 0 1 4-2.400M20 9.500a12 12 0 0 0-8-3.200M7 13a8 8 0 0 1 3-1.800M12 18.300v.1M4 4l16 16M17 13a8 8 0 0 0-1.5-1.1',
  pin: 'M9 4h6l-1 6 3 3.500v1.500H7v-1.500L10 10zM12 15v5.500',
  door: 'M6 20V5a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v15M3.5 20h17M14.5 12v.1',
} as const;

/** Those that come with what needs them are drawn by their own outline. */
export type IconName = keyof typeof paths | `M${string}`;

const outlines: Readonly<Record<string, string | undefined>> = paths;

/** Always beside or inside something that has a name of its own. */
export function Icon({ name, class: extra }: { name: IconName; class?: string }) {
  return (
    <svg
      class={extra === undefined ? 'icon' : `icon ${extra}`}
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      <path d={outlines[name] ?? name} />
    </svg>
  );
}
