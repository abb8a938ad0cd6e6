/** What must be seen of the leaking canary, each on its own: the lines of its extension.cjs in the words of endpoints.ts. */
export const leaks = [
  'thief',
  'lookup of stolen-text.attacker.example',
  'udp 127.0.0.9:9',
  '[::1]:4001 (refused)',
  '[::1]:4002 (refused)',
  'listens at 127.0.0.1:0',
];
