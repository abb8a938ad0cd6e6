/** How fast a machine is. */
export interface Profile {
  readonly name: string;
  /** Prompt tokens evaluated in a second. */
  readonly evaluated: number;
  /** Tokens decoded in a second. */
  readonly decoded: number;
}

/** A desktop with a good graphics card, a laptop that people work on, and one without a graphics card. */
export const profiles = {
  fast: { name: 'fast', evaluated: 3000, decoded: 150 },
  middle: { name: 'middle', evaluated: 1000, decoded: 80 },
  slow: { name: 'slow', evaluated: 150, decoded: 20 },
} satisfies Record<string, Profile>;

export type ProfileName = keyof typeof profiles;
